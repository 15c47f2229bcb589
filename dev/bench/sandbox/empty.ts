import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Checkout } from "../../support/checkout";
import { must } from "../must";

/** Makes a TypeScript program that does nothing, whose preview is the yardstick of ours; returns what previews it. */
export async function emptyProgram(checkout: Checkout): Promise<() => Promise<void>> {
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
  return async () => void must(await checkout.pulumi("preview", ...here));
}
