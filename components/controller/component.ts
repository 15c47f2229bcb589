import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { objectName } from "../../kube/schemas";
import { CONTROLLER_NAMESPACE } from "./namespace";
import { Desired } from "../inputs/desired";
import { chartLocation } from "../repository/address";
import { sourcesSpec } from "../repository/spec";
import { versions } from "../versions";

/** Where the agentgateway controller comes from, and where it runs. */
export interface AgentGatewayControllerArgs {
  /** Namespace of the controller. Default: `agentgateway-system`. */
  namespace?: pulumi.Input<string>;
  /** Whether the component creates the namespace. Default `true`. */
  createNamespace?: boolean;
  /** Whether the component installs the CRDs of agentgateway. They stay when it is destroyed. Default `true`. */
  crds?: boolean;
  /** Version of the charts. Default: the one that this version was tested with. */
  version?: pulumi.Input<string>;
  /** Helm repository of the charts: `oci://…` or `https://…`. Default: the published one. */
  charts?: pulumi.Input<string>;
  /** Values of the controller's chart. Default: its own. */
  values?: pulumi.Inputs;
}

/** What our own stack knows of its controller. */
export interface StackController {
  /** Name of the release. */
  release: string;
  /** Helm repository of the chart. */
  charts: string;
  /** Version of the chart. */
  version: string;
  /** Version of Gateway API that comes with it. Default: it is on the cluster already. */
  gatewayApi?: string | undefined;
  /** Values of the chart. Default: its own. */
  values?: pulumi.Inputs | undefined;
  /** Applies the CRDs, and returns when their kinds are served. Not called in a preview. */
  applyCrds: () => Promise<void>;
}

const controllerSpec = z.strictObject({
  namespace: objectName.default(CONTROLLER_NAMESPACE),
  version: z.string().min(1).default(versions.agentgateway),
  charts: sourcesSpec.shape.charts,
});

/**
 * The agentgateway controller of a cluster, from its chart, and the CRDs before it: those of agentgateway from their chart.
 * Gateway API has a component of its own, `GatewayApi`. In our own stack the CRDs are in no state of Pulumi: they are shared,
 * too large for a quick preview, and stay where all else is destroyed.
 *
 * @throws UserError with all that is wrong with the arguments
 */
export class AgentGatewayController extends pulumi.ComponentResource {
  /** Namespace of the controller. */
  readonly namespace: pulumi.Output<string>;

  constructor(name: string, args?: AgentGatewayControllerArgs, opts?: pulumi.ComponentResourceOptions);
  /** @internal Our own stack passes what it has validated. */
  constructor(name: string, args: StackController, opts?: pulumi.ComponentResourceOptions);
  constructor(
    name: string,
    args: AgentGatewayControllerArgs | StackController = {},
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const own = "applyCrds" in args ? args : undefined;
    const definitions = { ...(own?.gatewayApi && { gatewayApi: own.gatewayApi }), agentgateway: own?.version };
    super("agentgateway-infra:index:AgentGatewayController", name, own ? { definitions } : {}, opts);
    this.namespace = own ? this.installOwn(own) : this.install(name, args);
    this.registerOutputs({ namespace: this.namespace });
  }

  private installOwn({ release, charts, version, values, applyCrds }: StackController): pulumi.Output<string> {
    const applied = pulumi.output(pulumi.runtime.isDryRun() ? false : applyCrds().then(() => true));
    // A controller without its CRDs would not become ready.
    const namespace = applied.apply(() => CONTROLLER_NAMESPACE);
    new k8s.helm.v4.Chart(
      release,
      { ...chart(charts, "agentgateway"), version, namespace, ...(values && { values }) },
      { parent: this },
    );
    return pulumi.output(CONTROLLER_NAMESPACE);
  }

  private install(
    name: string,
    { createNamespace = true, crds = true, values, ...rest }: AgentGatewayControllerArgs,
  ): pulumi.Output<string> {
    const desired = Desired.of({ component: "AgentGatewayController", name }, controllerSpec, rest);
    const desiredNamespace = desired.value(({ namespace }) => namespace);
    const version = desired.value((spec) => spec.version);
    const of = (which: string) => ({
      chart: desired.value((spec) => chart(spec.charts, which).chart),
      repositoryOpts: desired.value((spec) => chart(spec.charts, which).repositoryOpts ?? {}),
      version,
    });
    const namespace = createNamespace
      ? new k8s.core.v1.Namespace(`${name}-namespace`, { metadata: { name: desiredNamespace } }, { parent: this })
          .metadata.name
      : desiredNamespace;
    const installed = crds
      ? [
          new k8s.helm.v4.Chart(
            `${name}-crds`,
            { ...of("agentgateway-crds"), namespace },
            { parent: this, retainOnDelete: true },
          ),
        ]
      : [];
    // The objects are named after the release.
    new k8s.helm.v4.Chart(
      name,
      { ...of("agentgateway"), name: "agentgateway", namespace, values },
      { parent: this, dependsOn: installed },
    );
    return pulumi.output(namespace);
  }
}

function chart(charts: string, name: string): { chart: string; repositoryOpts?: { repo: string } } {
  const { chart: location, repo } = chartLocation(charts, name);
  return { chart: location, ...(repo !== undefined && { repositoryOpts: { repo } }) };
}
