/** Namespace of Argo CD. */
export const ARGOCD_NAMESPACE = "argocd";
