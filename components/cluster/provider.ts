import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { SecretValue } from "../../core/secret";

export interface ClusterAccess {
  /** Name that stays when the kubeconfig changes: a rotated credential must not replace what is deployed. */
  identifier: string;
  kubeconfig: SecretValue;
  context?: string;
  /** Namespace of objects that name none. */
  namespace: string;
  /** What is there already is taken over, where it would else be an error: something was named for it. */
  adopting?: boolean;
}

/**
 * A Kubernetes provider that depends on nothing but what it is given. Secrets and ConfigMaps are updated in place: the
 * provider's own default replaces them, and Argo CD would be without its credentials for a moment. A field that the
 * program sets is the program's, whoever else has set it since: else a preview would fail on it instead of showing it.
 */
export function clusterProvider(name: string, access: ClusterAccess, opts?: pulumi.ResourceOptions): k8s.Provider {
  return new k8s.Provider(
    name,
    {
      clusterIdentifier: access.identifier,
      kubeconfig: pulumi.secret(access.kubeconfig.reveal()),
      context: access.context,
      namespace: access.namespace,
      enableConfigMapMutable: true,
      enableSecretMutable: true,
      enablePatchForce: true,
      ...(access.adopting ? { upsertExistingObjects: true } : {}),
    },
    opts,
  );
}
