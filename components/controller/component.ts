import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { CONTROLLER_NAMESPACE, nameIn, type ApplicationSettings } from "../application/children";
import { chartLocation } from "../repository/address";
import { versions } from "../versions";

export interface AgentGatewayControllerArgs {
  environment: ApplicationSettings;
  /** Provider of the target cluster. */
  provider: k8s.Provider;
  /** Applies the CRDs, and returns when their kinds are served. Not called in a preview. */
  applyCrds: () => Promise<void>;
}

/**
 * In `direct` delivery: the agentgateway controller of a cluster, from its chart, and the CRDs of Gateway API and
 * agentgateway before it. The CRDs are in no state of Pulumi: they are shared, too large for a quick preview, and stay
 * where all else is destroyed.
 */
export class AgentGatewayController extends pulumi.ComponentResource {
  constructor(name: string, args: AgentGatewayControllerArgs, opts?: pulumi.ComponentResourceOptions) {
    const definitions = { gatewayApi: versions.gatewayApi, agentgateway: versions.agentgateway };
    super("agentgateway-infra:index:AgentGatewayController", name, { definitions }, opts);
    const { environment, provider, applyCrds } = args;

    const applied = pulumi.output(pulumi.runtime.isDryRun() ? false : applyCrds().then(() => true));
    const { chart, repo } = chartLocation(environment.sources.charts, "agentgateway");
    new k8s.helm.v4.Chart(
      nameIn(environment, "agentgateway"),
      {
        chart,
        version: versions.agentgateway,
        repositoryOpts: repo === undefined ? undefined : { repo },
        // A controller without its CRDs would not become ready.
        namespace: applied.apply(() => CONTROLLER_NAMESPACE),
      },
      { parent: this, provider },
    );
    this.registerOutputs();
  }
}
