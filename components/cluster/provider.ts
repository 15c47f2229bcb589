import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { SecretValue } from "../../core/secret";
import { adoptingName } from "./providerNames";

export interface ClusterAccess {
  /** Name that stays when the kubeconfig changes: a rotated credential must not replace what is deployed. */
  identifier: string;
  kubeconfig: SecretValue;
  context?: string;
  /** Namespace of objects that name none. */
  namespace: string;
}

/**
 * A Kubernetes provider that depends on nothing but what it is given. Secrets and ConfigMaps are updated in place: the
 * provider's own default replaces them, and Argo CD would be without its credentials for a moment. A field that the
 * program sets is the program's, whoever else has set it since: else a preview would fail on it instead of showing it.
 */
export function clusterProvider(name: string, access: ClusterAccess, opts?: pulumi.ResourceOptions): k8s.Provider {
  return new k8s.Provider(name, providerArgs(access), opts);
}

/**
 * The provider of the same cluster that takes over an object that exists, where the other fails. An object that moves from
 * one to the other stays the same, because their identifiers of the cluster are equal.
 */
export function adoptingProvider(name: string, access: ClusterAccess): k8s.Provider {
  return new k8s.Provider(adoptingName(name), { ...providerArgs(access), upsertExistingObjects: true });
}

function providerArgs(access: ClusterAccess): k8s.ProviderArgs {
  return {
    clusterIdentifier: access.identifier,
    kubeconfig: pulumi.secret(access.kubeconfig.reveal()),
    context: access.context,
    namespace: access.namespace,
    enableConfigMapMutable: true,
    enableSecretMutable: true,
    enablePatchForce: true,
  };
}
