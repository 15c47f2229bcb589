import { join } from "node:path";
import { AGENTGATEWAY_API, GATEWAY_API } from "../../components/gateway/build";
import { versions } from "../../components/versions";
import { UserError } from "../../core/errors";
import type { Node } from "../../kube/fieldTables/node";
import { TABLE_NAMES, TABLES, type TableName } from "../../kube/fieldTables/tables";
import { ensureToolchain } from "../sandbox/toolchain";
import { builtInKinds } from "./builtIn";
import { kindsOfCrds } from "./crds";
import { tableText } from "./text";

/**
 * The texts of all field tables, made from the charts and modules that the sandbox is built of.
 *
 * @throws UserError where those are of other releases than the tables
 */
export async function tableTexts(): Promise<Record<TableName, string>> {
  const { assets } = await ensureToolchain({ only: [] });
  const { agentgateway, gatewayApi } = versions;
  const crds = join(assets.agentgatewayCharts, "agentgateway-crds/templates");
  const made: Record<TableName, [source: string, kinds: Record<string, Node>]> = {
    agentgateway: [`agentgateway ${agentgateway}`, kindsOfCrds(crds, AGENTGATEWAY_API)],
    gatewayApi: [`gateway-api ${gatewayApi} standard`, kindsOfCrds(assets.gatewayApiCrds, GATEWAY_API)],
    gatewayApiExperimental: [
      `gateway-api ${gatewayApi} experimental`,
      kindsOfCrds(assets.gatewayApiExperimentalCrds, GATEWAY_API),
    ],
    kubernetes: [
      `kubernetes ${versionIn(assets.kubernetesOpenApi, "k8s.io/kubernetes")}`,
      builtInKinds(assets.kubernetesOpenApi),
    ],
  };
  const errors = TABLE_NAMES.map((name) => ({ name, file: made[name][0].replaceAll(" ", "-") }))
    .filter(({ name, file }) => TABLES[name] !== file)
    .map(({ name, file }) => ({
      path: `kube/fieldTables/tables.ts, TABLES.${name}`,
      problem: `is ${TABLES[name]}, and the sandbox has ${file}`,
      remedy: `Write ${file}, and delete kube/fieldTables/tables/${TABLES[name]}.json.`,
    }));
  if (errors.length > 0) throw new UserError("The field tables are of other releases:", errors);
  return Object.fromEntries(TABLE_NAMES.map((name) => [name, tableText(...made[name])])) as Record<TableName, string>;
}

/** The version of a module, by the path of a directory of it in Go's module cache. */
function versionIn(directory: string, module: string): string {
  const [, version] = directory.split(`${module}@`);
  return version?.split("/")[0] ?? "of an unknown version";
}
