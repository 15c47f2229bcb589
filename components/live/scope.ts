import { byScope } from "../allowedKinds/kinds";
import { rootName } from "../application/root";
import { ARGOCD_NAMESPACE } from "../argocd/namespace";
import { IN_CLUSTER } from "../cluster/spec";
import type { Environment } from "../../config/schema";

/** Where the objects of an environment are, and what there is part of it: all that a comparison needs beside the objects. */
export interface Scope {
  stack: string;
  /** Who applies the environment's objects. */
  delivery: Environment["delivery"];
  /** Name of the root Application. */
  root: string;
  /** Namespace of the environment. */
  namespace: string;
  /** Name by which Argo CD knows the cluster. */
  clusterName: string;
  /** Argo CD runs in the same cluster. */
  inCluster: boolean;
  /** URL of the API server of the environment's cluster. */
  server: string;
  /** Namespace of that Argo CD. Default: `argocd`. */
  argocdNamespace?: string;
  /** Namespace of the Applications. Default: that of Argo CD. */
  applicationNamespace?: string;
  /** The stack has installed the Argo CD that deploys it. */
  ownsArgoCd: boolean;
  /** Objects that are somebody else's to make, such as `Secret/keys`. */
  known: readonly string[];
  /** Kinds that the stack allows, by group: of these, too, it is found what nobody has described. Default: none. */
  kinds?: readonly { group: string; kind: string }[];
  /** Field managers that may change objects, beside Pulumi and Argo CD. */
  managers: readonly string[];
}

/** @param server URL of the API server of the environment's cluster */
export function scopeOf(environment: Environment, server: string): Scope {
  const { name, delivery, namespace, cluster, argocd, existingSecrets, existingServices, drift } = environment;
  const kinds = byScope(environment.allowedKinds).namespaced.map(({ group, kind }) => ({ group, kind }));
  return {
    stack: name,
    delivery,
    root: rootName(environment),
    namespace,
    clusterName: cluster.name,
    inCluster: cluster.name === IN_CLUSTER,
    server,
    // It is an input of the provider that older stacks don't have.
    ...(argocd.namespace !== ARGOCD_NAMESPACE && { argocdNamespace: argocd.namespace }),
    ...(argocd.applicationNamespace !== undefined && { applicationNamespace: argocd.applicationNamespace }),
    ownsArgoCd: argocd.mode === "install",
    known: [
      ...existingSecrets.map((secret) => `Secret/${secret}`),
      ...Object.keys(existingServices).map((service) => `Service/${service}`),
    ],
    ...(kinds.length > 0 && { kinds }),
    managers: drift.managers,
  };
}
