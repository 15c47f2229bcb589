import { stringify } from "yaml";

/** How to reach a cluster as one of its users. */
export interface ClusterAccess {
  readonly name: string;
  readonly server: string;
  /** PEM of the certificate authority. */
  readonly authority: string;
  readonly token: string;
}

/** A kubeconfig with one context per cluster, named like it; the first is the current one. */
export function kubeconfig(clusters: readonly ClusterAccess[]): string {
  return stringify(
    {
      apiVersion: "v1",
      kind: "Config",
      "current-context": clusters[0]?.name ?? "",
      clusters: clusters.map(({ name, server, authority }) => ({
        name,
        cluster: { server, "certificate-authority-data": Buffer.from(authority).toString("base64") },
      })),
      users: clusters.map(({ name, token }) => ({ name, user: { token } })),
      contexts: clusters.map(({ name }) => ({ name, context: { cluster: name, user: name } })),
    },
    { lineWidth: 0 },
  );
}
