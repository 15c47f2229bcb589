/** `npm run schemas`: writes the field tables of the versions that the sandbox has, and the types of their kinds. */
import { readdirSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { TABLES, tablePath } from "../../kube/fieldTables/tables";
import { UserError } from "../../core/errors";
import { reportAndExit } from "../../core/report";
import { schemaFiles } from "./files";

async function main(): Promise<void> {
  const files = await schemaFiles();
  for (const [path, text] of Object.entries(files)) {
    writeFileSync(path, text);
    process.stdout.write(`${relative(process.cwd(), path)}\n`);
  }
  const kept = readdirSync(dirname(tablePath(TABLES[0])));
  const known = TABLES.map((name) => `${name}.json`);
  const others = kept.filter((file) => !known.includes(file));
  if (others.length > 0)
    throw new UserError(
      `The sandbox has other versions than kube/fieldTables/tables.ts names. Make TABLES those of ${kept.join(", ")}, without the files of former versions, which you delete.`,
    );
}

main().catch(reportAndExit);
