import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import execa from "execa";
import { loadCheckout, type Checkout } from "../../config/checkout";
import { handWrittenManifests } from "../../gitops/files";
import { platform } from "./fixtures/platform";

export { platform };

/**
 * The data of a checkout that tests assert on: catalogue, stacks, settings of the policy. They are laid out as in a
 * checkout. Those of the checkout itself are its user's, who may change them without a test turning red.
 */
export const FIXTURE = join(__dirname, "fixtures");

/** What the fixture describes: dev, stage and prod. */
export const describeFixture = (): Checkout => loadCheckout(platform, FIXTURE);

/** Puts the fixture's data in the place of those that a copy of the checkout came with. */
export function useFixture(directory: string): void {
  mkdirSync(join(directory, "policy"), { recursive: true });
  for (const settings of globSync(join(directory, "policy/*.json"))) {
    if (basename(settings) !== "package.json") rmSync(settings);
  }
  cpSync(join(FIXTURE, "policy"), join(directory, "policy"), { recursive: true });
  const description = descriptionOf(FIXTURE);
  if (same(description, descriptionOf(directory)) && handWrittenManifests(directory).length === 0) return;
  for (const stackFile of globSync(join(directory, "Pulumi.*.yaml"))) rmSync(stackFile);
  for (const rendered of ["k8s", "app-of-apps", "repo.yml"])
    rmSync(join(directory, rendered), { recursive: true, force: true });
  for (const [file, text] of description) writeFileSync(join(directory, file), text);
  execa.sync("npm", ["run", "--silent", "render"], { cwd: directory, stdin: "ignore" });
}

/** The files that describe environments, by their names in a checkout. */
function descriptionOf(directory: string): Map<string, string> {
  const files = [join(directory, "platform.ts"), ...globSync(join(directory, "Pulumi.*.yaml")).sort()];
  return new Map(
    files.map((file) => [
      basename(file),
      readFileSync(file, "utf8").replace("../../../config/schema", "./config/schema"),
    ]),
  );
}

function same(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return JSON.stringify([...a]) === JSON.stringify([...b]);
}
