import * as pulumi from "@pulumi/pulumi";
import type { KubernetesObject } from "../../kube/object";

/** A chart, and what it is rendered with. */
export interface ChartToRender {
  /** Its name, or its URL in a registry. */
  chart: string;
  /** Directory of the chart, in place of a repository. */
  directory?: string | undefined;
  /** Helm repository of a chart that is given by its name. */
  repo?: string | undefined;
  /** Default: the newest, or that of the directory. */
  version?: string | undefined;
  /** Default: the chart's name. */
  release?: string;
  /** Namespace of the release. Default: `default`. */
  namespace?: string;
  /** Default: the chart's own. */
  values?: object;
  /** What a cluster serves beside Kubernetes' own, as `group/version`. Default: nothing. */
  apiVersions?: readonly string[];
}

/** The objects of a chart, rendered by Pulumi's Kubernetes provider: nobody has to have Helm. */
export async function renderChart(
  { chart, directory, repo, version, release, namespace, values, apiVersions }: ChartToRender,
  opts: pulumi.InvokeOptions,
): Promise<KubernetesObject[]> {
  const options = {
    ...(directory === undefined ? { chart, version } : { path: directory }),
    release_name: release ?? chart.slice(chart.lastIndexOf("/") + 1),
    namespace,
    values,
    api_versions: apiVersions,
    fetch_opts: { repo },
  };
  const { result } = (await pulumi.runtime.invoke(
    "kubernetes:helm:template",
    { jsonOpts: JSON.stringify(options) },
    { ...opts, async: true },
  )) as { result: KubernetesObject[] };
  return result;
}
