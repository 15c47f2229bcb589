import { join } from "node:path";
import { PATCHED_KINDS } from "../../components/patchedKinds";
import { tablePath, type TableName } from "../../kube/fieldTables/tables";
import type { FieldTable } from "../../kube/fieldTables/node";
import { tableTexts } from "./texts";
import { typesModule } from "./typescript";

/** The modules that the types of a table's kinds are in. */
const MODULES = {
  agentgateway: "agentgateway",
  gatewayApiExperimental: "gatewayApi",
  kubernetes: "kubernetes",
} as const satisfies Record<keyof typeof PATCHED_KINDS, string>;

/** What `npm run schemas` writes: field tables and the types of kinds, by path. */
export async function schemaFiles(): Promise<Record<string, string>> {
  const texts = await tableTexts();
  const types = Object.entries(MODULES).map(async ([name, module]) => {
    const table = name as keyof typeof MODULES;
    const parsed = JSON.parse(texts[table]) as FieldTable;
    const text = await typesModule(parsed, PATCHED_KINDS[table]);
    return [join(tablePath(table), `../../types/${module}.ts`), text] as const;
  });
  const tables = Object.entries(texts).map(([name, text]) => [tablePath(name as TableName), text] as const);
  return Object.fromEntries([...tables, ...(await Promise.all(types))]);
}
