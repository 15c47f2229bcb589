/** Versions that are deployed. Each is pinned: an upgrade is a change here, rendered, reviewed and committed. */
export const versions = {
  /** Argo CD release whose manifests are installed. */
  argocd: "3.6.1",
  /** agentgateway charts and images. */
  agentgateway: "1.4.1",
  /** Gateway API bundle, standard channel (tag of its repository). */
  gatewayApi: "v1.6.1",
} as const;
