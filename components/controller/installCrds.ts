import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { SourcesSpec } from "../repository/spec";
import { chartLocation } from "../repository/address";
import type { Cluster } from "../../kube/cluster";
import type { KubernetesObject } from "../../kube/object";
import type { WaitOptions } from "../../kube/waiting";
import { applyCrds } from "./applyCrds";
import { readGatewayApi } from "./gatewayApi";

/** Which CRDs a cluster gets. */
export interface CrdVersions {
  /** Version of the charts of agentgateway. */
  agentgateway: string;
  /** Release of Gateway API. Nothing: its CRDs are left alone. */
  gatewayApi?: string | undefined;
  /** CRDs that are taken over from somebody else, as `CustomResourceDefinition/<name>`. */
  adopted: readonly string[];
}

/** Reads the CRDs of Gateway API and agentgateway from where Argo CD would, and applies them to a cluster. */
export async function installCrds(
  sources: SourcesSpec,
  provider: k8s.Provider,
  cluster: Cluster,
  options: WaitOptions,
  { agentgateway, gatewayApi, adopted }: CrdVersions,
): Promise<void> {
  const [bundle, ours] = await Promise.all([
    gatewayApi === undefined ? [] : readGatewayApi(sources.gatewayApi, gatewayApi),
    renderChart(sources.charts, "agentgateway-crds", agentgateway, provider),
  ]);
  await applyCrds(cluster, [...bundle, ...ours], options, adopted);
}

/** The objects of a chart without values, rendered by the provider: nobody has to have Helm. */
async function renderChart(
  repository: string,
  name: string,
  version: string,
  provider: k8s.Provider,
): Promise<KubernetesObject[]> {
  const { chart, repo } = chartLocation(repository, name);
  const options = { chart, version, release_name: name, fetch_opts: { repo } };
  const { result } = (await pulumi.runtime.invoke(
    "kubernetes:helm:template",
    { jsonOpts: JSON.stringify(options) },
    { provider, async: true },
  )) as { result: KubernetesObject[] };
  return result;
}
