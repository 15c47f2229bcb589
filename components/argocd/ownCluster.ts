/** API server of the cluster that Argo CD runs in, as Argo CD names it. */
export const OWN_CLUSTER = "https://kubernetes.default.svc";
