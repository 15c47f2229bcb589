import { ARGOCD_NAMESPACE } from "../argocd/install";
import type { ObjectMeta } from "../kubernetes";
import type { ApiServer } from "./kubeconfig";

/** Metadata of the Secret by which Argo CD knows a cluster. */
export function clusterSecretMeta(clusterName: string): ObjectMeta {
  return {
    name: `cluster-${clusterName}`,
    namespace: ARGOCD_NAMESPACE,
    labels: { "argocd.argoproj.io/secret-type": "cluster" },
  };
}

/** Contents of that Secret. */
export function clusterSecretData(
  clusterName: string,
  { server, caData, insecure }: ApiServer,
  token: string,
): Record<string, string> {
  return {
    name: clusterName,
    server,
    config: JSON.stringify({
      bearerToken: token,
      tlsClientConfig: insecure ? { insecure: true } : { insecure: false, ...(caData ? { caData } : {}) },
    }),
  };
}
