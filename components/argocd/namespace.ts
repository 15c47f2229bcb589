/** The namespace in which this program installs Argo CD, and in which one runs where no other is named. */
export const ARGOCD_NAMESPACE = "argocd";
