import type { DirectDelivery, Placement } from "../../components/delivery/placement";
import { clusterProvider } from "../../components/cluster/provider";
import type { ManifestFile } from "../../components/environment";
import { SecretValue } from "../../core/secret";

/** The namespace `ns` of a cluster, for a component with these objects. To be called where Pulumi's recorder listens. */
export function placement(manifests: readonly ManifestFile[] = [], direct?: DirectDelivery): Placement {
  const access = { identifier: "test", kubeconfig: new SecretValue("kubeconfig"), namespace: "argocd" };
  return { manifests, namespace: "ns", provider: clusterProvider("cluster", access), direct };
}
