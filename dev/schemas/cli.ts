/** `npm run schemas`: writes the field tables of the versions that the sandbox has. */
import { writeFileSync } from "node:fs";
import { TABLES, tablePath } from "../../kube/fieldTables/tables";
import { UserError } from "../../core/errors";
import { reportAndExit } from "../../core/report";
import { tableTexts } from "./texts";

async function main(): Promise<void> {
  const texts = await tableTexts();
  const names = Object.keys(texts);
  if (names.join() !== TABLES.join())
    throw new UserError(
      `The sandbox's versions are others than those of the tables: ${names.join(", ")}. Name these in TABLES (kube/fieldTables/tables.ts), and remove the files of the others.`,
    );
  for (const name of TABLES) {
    writeFileSync(tablePath(name), texts[name] as string);
    process.stdout.write(`${tablePath(name)}\n`);
  }
}

main().catch(reportAndExit);
