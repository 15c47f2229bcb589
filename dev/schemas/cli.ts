/** `npm run schemas`: writes the field tables of the versions that the sandbox has, and the types of their kinds. */
import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import { reportAndExit } from "../../core/report";
import { schemaFiles } from "./files";

async function main(): Promise<void> {
  for (const [path, text] of Object.entries(await schemaFiles())) {
    writeFileSync(path, text);
    process.stdout.write(`${relative(process.cwd(), path)}\n`);
  }
}

main().catch(reportAndExit);
