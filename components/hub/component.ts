import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { HUB_MARK, hubMark } from "../application/protection";
import { hubAccess } from "../cluster/rbac";

/** Options of a hub; it depends on its Argo CD. */
type HubOptions = Omit<pulumi.ComponentResourceOptions, "dependsOn"> & { dependsOn: pulumi.Resource[] };

/**
 * What a stack without an environment has beside its Argo CD: the right of Argo CD to list Applications, and the mark that
 * environments of other stacks guard. It depends on the Argo CD, so that a `destroy` deletes it first, and is refused while an
 * environment is deployed by this Argo CD. Its provider is that of the cluster in which Argo CD runs.
 */
export class Hub extends pulumi.ComponentResource {
  constructor(name: string, { dependsOn, ...opts }: HubOptions) {
    super("agentgateway-infra:index:Hub", name, {}, opts);
    const { metadata, data } = hubMark();
    const [role, binding] = hubAccess(HUB_MARK);
    const rights = [
      new k8s.rbac.v1.ClusterRole(`${name}-role`, role as never, { parent: this }),
      new k8s.rbac.v1.ClusterRoleBinding(`${name}-role-binding`, binding as never, { parent: this }),
    ];
    new k8s.core.v1.ConfigMap(
      `${name}-mark`,
      { metadata, data: data as Record<string, string> },
      { parent: this, dependsOn: [...rights, ...dependsOn] },
    );
    this.registerOutputs({});
  }
}
