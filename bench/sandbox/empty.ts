import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Checkout } from "../../tests/support/checkout";
import type { Report } from "../figure";
import { repeated } from "../measure";
import { must } from "../must";

const RUNS = 5;

/** Seconds that Pulumi takes to preview a TypeScript program that does nothing: the yardstick of ours. */
export async function emptyPreview(checkout: Checkout, report: Report): Promise<number> {
  const directory = join(checkout.root, "empty");
  mkdirSync(directory);
  symlinkSync(join(checkout.directory, "node_modules"), join(directory, "node_modules"));
  writeFileSync(join(directory, "Pulumi.yaml"), "name: empty\nruntime: nodejs\n");
  writeFileSync(join(directory, "index.ts"), 'import "@pulumi/pulumi";\n');
  // Translated as ours is: with types checked at each run, the yardstick would be longer, and we would look quicker.
  const tsconfig = { compilerOptions: { target: "ES2022", module: "commonjs" }, "ts-node": { swc: true } };
  writeFileSync(join(directory, "tsconfig.json"), JSON.stringify(tsconfig));
  const here = ["--cwd", directory, "--stack", "bench"];
  must(await checkout.pulumi("stack", "init", "bench", "--cwd", directory));
  const preview = async () => void must(await checkout.pulumi("preview", ...here));
  await preview();
  const runs = await repeated(RUNS, preview);
  report({ what: "preview of an empty program", unit: "s", runs });
  return Math.min(...runs);
}
