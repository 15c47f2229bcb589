import type { ObjectMeta } from "../../kube/object";
import type { ApiServer } from "../../kube/kubeconfig";
import { identityConfig, type CloudIdentity } from "./identity";
import type { ClusterSpec } from "./spec";

/**
 * Metadata of the Secret by which Argo CD knows a cluster.
 *
 * @param namespace that of Argo CD
 */
export function clusterSecretMeta(
  { name, labels }: Pick<ClusterSpec, "name" | "labels">,
  namespace: string,
): ObjectMeta {
  return {
    name: clusterSecretName(name),
    namespace,
    labels: { ...labels, "argocd.argoproj.io/secret-type": "cluster" },
  };
}

/** Name of that Secret. */
export function clusterSecretName(clusterName: string): string {
  return `cluster-${clusterName}`;
}

/**
 * Contents of that Secret.
 *
 * @param credentials a token, or an identity that Argo CD's cloud gives it
 */
export function clusterSecretData(
  clusterName: string,
  { server, caData, insecure, serverName, proxyUrl }: ApiServer,
  credentials: string | CloudIdentity,
): Record<string, string> {
  return {
    name: clusterName,
    server,
    config: JSON.stringify({
      ...(typeof credentials === "string" ? { bearerToken: credentials } : identityConfig(credentials)),
      // Argo CD takes no CA beside a certificate that is not to be checked. JSON leaves out what is undefined.
      tlsClientConfig: { insecure: insecure ?? false, serverName, caData: insecure ? undefined : caData },
      proxyUrl,
    }),
  };
}
