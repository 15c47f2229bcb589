/** The namespace in which this program installs Argo CD, and in which one runs where no other is named. */
export const ARGOCD_NAMESPACE = "argocd";

/** Namespace of the Argo CD that delivers an environment, where it may be left out. */
export function argocdNamespace({ argocdNamespace = ARGOCD_NAMESPACE }: { argocdNamespace?: string }): string {
  return argocdNamespace;
}
