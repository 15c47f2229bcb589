import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { Desired } from "../inputs/desired";
import { sourcesSpec } from "../repository/spec";
import { versions } from "../versions";
import { readGatewayApi } from "./gatewayApi";

/** Where Gateway API comes from. */
export interface GatewayApiArgs {
  /** Release, such as `v1.5.1`. Default: the one that this version was tested with. */
  version?: pulumi.Input<string>;
  /** Git repository of Gateway API, or a mirror of it. Default: the one on GitHub. */
  repository?: pulumi.Input<string>;
}

const gatewayApiSpec = z.strictObject({
  version: z
    .string()
    .regex(/^v\d+\.\d+\.\d+/, "must be a release, such as v1.5.1")
    .default(versions.gatewayApi),
  repository: sourcesSpec.shape.gatewayApi,
});

/**
 * The CRDs of Gateway API, standard channel, for a cluster that has none. Needs `git`. They stay when the component is
 * destroyed: every gateway of the cluster would go with them.
 *
 * @throws UserError with all that is wrong with the arguments
 */
export class GatewayApi extends pulumi.ComponentResource {
  /** The release. */
  readonly version: pulumi.Output<string>;

  constructor(name: string, args: GatewayApiArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    const desired = Desired.of({ component: "GatewayApi", name }, gatewayApiSpec, args);
    super("agentgateway-infra:index:GatewayApi", name, {}, opts);
    new k8s.yaml.v2.ConfigGroup(
      `${name}-crds`,
      {
        yaml: desired.value(async ({ repository, version }) => {
          const objects = await readGatewayApi(repository, version);
          return objects.map((object) => JSON.stringify(object)).join("\n---\n");
        }),
      },
      { parent: this, retainOnDelete: true },
    );
    this.version = pulumi.output(desired.value(({ version }) => version));
    this.registerOutputs({ version: this.version });
  }
}
