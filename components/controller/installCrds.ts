import type * as k8s from "@pulumi/kubernetes";
import type { SourcesSpec } from "../repository/spec";
import { chartLocation } from "../repository/address";
import type { Cluster } from "../../kube/cluster";
import type { WaitOptions } from "../../kube/waiting";
import { applyCrds } from "./applyCrds";
import { readGatewayApi } from "./gatewayApi";
import { renderChart } from "./renderChart";

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
    renderChart({ ...chartLocation(sources.charts, "agentgateway-crds"), version: agentgateway }, { provider }),
  ]);
  await applyCrds(cluster, [...bundle, ...ours], options, adopted);
}
