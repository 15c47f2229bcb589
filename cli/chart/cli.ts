import { readFileSync } from "node:fs";
import { join } from "node:path";
import { nameIn } from "../../components/application/children";
import { environmentNamespaces } from "../../components/cluster/namespaces";
import { digestOf } from "../../components/controller/contents/digest";
import { testedObjects } from "../../components/controller/contents/rights";
import { chartContentsSpec, type ChartContents } from "../../components/controller/contents/spec";
import { controlPlaneSpec } from "../../components/controller/spec";
import { lineageInCheckout } from "../../config/extends";
import type { Environment, PlatformInput } from "../../config/schema";
import { stackFile, withStackValue } from "../../config/stackfile";
import { validateEnvironment } from "../../config/validate";
import { writeWhole } from "../../core/atomicFile";
import { UserError } from "../../core/errors";
import { isPlainObject, mergeLayers, type PlainObject } from "../../core/merge";
import { platform } from "../../platform";
import { contentsOf, renderCharts } from "./contents";

/** Options of `npm run chart`. */
export interface ChartOptions {
  /** Directory with a directory for each chart. Default: `sources.charts`. */
  from?: string;
}

/** `npm run chart`. */
export async function chart(stack: string, { from }: ChartOptions): Promise<void> {
  const directory = process.cwd();
  const { environment, earlier } = installing(platform, directory, stack);
  const { sources, controlPlane } = environment;
  const objects = await renderCharts(
    { charts: sources.charts, directory: from, release: nameIn(environment, "agentgateway") },
    controlPlane,
  );
  const contents = contentsOf(objects, controlPlane, { earlier, namespaces: environmentNamespaces(environment) });
  const file = join(directory, stackFile(stack));
  writeWhole(file, withStackValue(readFileSync(file, "utf8"), ["controlPlane", "contents"], contents));
  console.log(
    `Pulumi.${stack}.yaml lists what the charts of release ${contents.version} bring: ${contents.objects.length} objects. Argo CD ` +
      "may deploy these from the next `pulumi up` on. Review the list, then: npm run render",
  );
}

/**
 * The environment of a stack that installs agentgateway's charts by Argo CD, whatever it says of their contents as yet.
 *
 * @throws UserError with all else that is wrong with it, and where Argo CD deploys no chart for it
 */
export function installing(
  catalogue: PlatformInput,
  directory: string,
  stack: string,
): { environment: Environment; earlier: ChartContents | undefined } {
  const { layers } = lineageInCheckout(directory, stack);
  const { contents, ...given } = (mergeLayers(catalogue, ...layers).controlPlane ?? {}) as PlainObject;
  const last = layers.at(-1) ?? {};
  const environment = validateEnvironment(stack, [
    ...[catalogue, ...layers.slice(0, -1)].map(withoutContents),
    mergeLayers(withoutContents(last), fitting(given)),
  ]);
  if (environment.delivery !== "gitops" || environment.cluster.controlPlane === "existing")
    throw new UserError(`The stack "${stack}" has Argo CD deploy no charts, so there is nothing to look into.`);
  return { environment, earlier: chartContentsSpec.safeParse(contents).data };
}

/** Contents that fit the rest of a control plane's specification, in place of those that are looked for. */
function fitting(given: PlainObject): PlainObject {
  const { data } = controlPlaneSpec.safeParse(given);
  return data
    ? { controlPlane: { contents: { version: data.version, values: digestOf(data), objects: testedObjects() } } }
    : {};
}

function withoutContents(layer: PlainObject): PlainObject {
  if (!isPlainObject(layer.controlPlane)) return layer;
  const { contents: _, ...controlPlane } = layer.controlPlane;
  return { ...layer, controlPlane };
}
