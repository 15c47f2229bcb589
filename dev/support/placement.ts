import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { Entry } from "../../components/delivery/entry";
import { Placements } from "../../components/delivery/placement";
import { clusterProvider } from "../../components/cluster/provider";
import { SecretValue } from "../../core/secret";

/** An entry of our own stack in the namespace `ns`, of which Argo CD applies the objects. */
export function entry<S>(name: string, spec: S): Entry<S> {
  return new Placements([], { namespace: "ns" }).of(name, spec);
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
