import { resolve } from "node:path";
import provider from "@pulumi/kubernetes/package.json";
import { digestOf } from "../../components/controller/contents/digest";
import { lineOf, parseObject } from "../../components/controller/contents/object";
import { testedObjects } from "../../components/controller/contents/rights";
import type { ChartContents } from "../../components/controller/contents/spec";
import { CONTROLLER_NAMESPACE } from "../../components/controller/namespace";
import { renderChart, type ChartToRender } from "../../components/controller/renderChart";
import type { ControlPlaneSpec } from "../../components/controller/spec";
import { valuesOfChart } from "../../components/controller/values/build";
import { chartLocation } from "../../components/repository/address";
import type { KubernetesObject } from "../../kube/object";
import { invoking } from "../stack/invoke";

/** What a chart may ask a cluster for before it brings something. A right too many is better than an object too few. */
const API_VERSIONS = [
  "gateway.networking.k8s.io/v1",
  "monitoring.coreos.com/v1",
  "autoscaling.k8s.io/v1",
  "policy/v1",
  "cert-manager.io/v1",
];

/** Where charts are. */
export interface ChartSource {
  /** Helm repository: `oci://…` or `https://…`. */
  charts: string;
  /** Directory with a directory for each chart, in place of it. */
  directory?: string | undefined;
  /** Name of the controller's release: for Argo CD that of its Application. Objects may be named after it. */
  release: string;
}

/**
 * Renders agentgateway's charts of a stack's release, with its values.
 *
 * @throws UserError where a chart can't be fetched or rendered
 */
export async function renderCharts(
  { charts, directory, release }: ChartSource,
  { version, values, otherValues }: ControlPlaneSpec,
): Promise<KubernetesObject[]> {
  const chart = (name: string): ChartToRender => ({
    ...chartLocation(charts, name),
    ...(directory !== undefined && { directory: resolve(directory, name) }),
    version,
    namespace: CONTROLLER_NAMESPACE,
    apiVersions: API_VERSIONS,
  });
  const ofController = {
    ...chart("agentgateway"),
    release,
    values: valuesOfChart({ controlPlane: { values, otherValues } }),
  };
  const opts = { version: provider.version };
  return invoking(`Rendering agentgateway's charts of release ${version}`, async () => {
    const rendered = [await renderChart(chart("agentgateway-crds"), opts), await renderChart(ofController, opts)];
    return rendered.flat();
  });
}

/** What is known of a stack beside its control plane. */
export interface ContentsContext {
  /** What it said of its charts before. Default: it had those of the tested line. */
  earlier?: ChartContents | undefined;
  /** The namespaces of the stack. Argo CD removes nothing elsewhere. */
  namespaces: readonly string[];
}

/** What is written of charts into a stack's configuration. */
export function contentsOf(
  objects: readonly KubernetesObject[],
  controlPlane: ControlPlaneSpec,
  { earlier, namespaces }: ContentsContext,
): ChartContents {
  const lines = [...new Set(objects.map(lineOf))].sort();
  const before = earlier ? [...earlier.objects, ...(earlier.former ?? [])] : testedObjects();
  const former = before.filter((line) => !lines.includes(line) && isRemoved(line, namespaces));
  return {
    version: controlPlane.version,
    values: digestOf(controlPlane),
    objects: lines,
    former: [...new Set(former)].sort(),
  };
}

/** CRDs are never removed: every gateway of the cluster would go with them. */
function isRemoved(line: string, namespaces: readonly string[]): boolean {
  const { kind, namespace } = parseObject(line) ?? {};
  return kind !== "CustomResourceDefinition" && (namespace === undefined || namespaces.includes(namespace));
}
