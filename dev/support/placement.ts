import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { DirectDelivery, Placement } from "../../components/delivery/placement";
import { clusterProvider } from "../../components/cluster/provider";
import type { ManifestFile } from "../../components/environment";
import { SecretValue } from "../../core/secret";

/** The namespace `ns`, for a component with these objects. */
export function placement(manifests: readonly ManifestFile[] = [], direct?: DirectDelivery): Placement {
  return { manifests, namespace: "ns", direct };
}

/** The provider of a cluster. To be called where Pulumi's recorder listens. */
export function provider(): k8s.Provider {
  const access = { identifier: "test", kubeconfig: new SecretValue("kubeconfig"), namespace: "argocd" };
  return clusterProvider("cluster", access);
}

/** The same as the options of a component, which its children inherit. */
export function onCluster(): pulumi.ComponentResourceOptions {
  return { provider: provider() };
}
