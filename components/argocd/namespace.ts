/** The namespace in which this program installs Argo CD, and in which one runs where no other is named. */
export const ARGOCD_NAMESPACE = "argocd";

/**
 * Namespace of an environment's Applications.
 *
 * @param argocd its Argo CD: the namespace of that, and of the Applications where it is another
 */
export function namespaceOfApplications(argocd: {
  namespace: string;
  applicationNamespace?: string | undefined;
}): string {
  return argocd.applicationNamespace ?? argocd.namespace;
}

/** The same by the scope of a comparison, where both may be left out. */
export function applicationNamespace(scope: { argocdNamespace?: string; applicationNamespace?: string }): string {
  return namespaceOfApplications({ ...scope, namespace: argocdNamespace(scope) });
}

/** Namespace of the Argo CD that delivers an environment, where it may be left out. */
export function argocdNamespace({ argocdNamespace = ARGOCD_NAMESPACE }: { argocdNamespace?: string }): string {
  return argocdNamespace;
}
