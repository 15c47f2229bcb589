/**
 * What has to be generated before some tools compile. It is made from files of the published modules, in the build's
 * own copy of the recipe: nothing that others wrote, or that is generated from it, is ever committed here.
 */
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Group } from "./catalogue";
import type { RunOptions } from "./run";

/** What a step may use. */
export interface StepContext {
  group: Group;
  /** The copy of the recipe that is built. */
  dir: string;
  /** Runs go in `dir`. */
  go: (...args: string[]) => Promise<string>;
  /** Runs another program in `dir`. */
  run: (command: string, args: string[], env?: RunOptions["env"]) => Promise<string>;
  /** The linker flags of the group. */
  ldflags: string;
}

/** The steps by their names in the catalogue. */
export const STEPS = { kubernetesSchema, agentgatewayApi, randomSchema };

/** The name of a step. */
export type StepName = keyof typeof STEPS;

/** Raise it when a step comes to make something else: what was built with the old steps is then built again. */
export const STEPS_REVISION = 1;

/** The Kubernetes provider embeds its schema with the version filled in. */
async function kubernetesSchema({ group, dir, go }: StepContext): Promise<void> {
  const provider = await moduleOf(go, "github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version");
  const files = join(provider, "cmd", "pulumi-resource-kubernetes");
  const schema = JSON.parse(readFileSync(join(files, "schema.json"), "utf8")) as object;
  writeFileSync(join(dir, "schema.json"), JSON.stringify({ ...schema, version: group.tools[0]!.version }));
  copyFileSync(join(files, "terraform-mapping.json"), join(dir, "terraform-mapping.json"));
}

/** The agentgateway controller speaks messages whose Go form its releases don't publish. */
async function agentgatewayApi({ dir, go, run }: StepContext): Promise<void> {
  const agentgateway = await moduleOf(go, "github.com/agentgateway/agentgateway/controller/pkg/wellknown");
  await go("build", "-o", "generate", "./apigen");
  const protos = join(agentgateway, "crates", "protos", "proto");
  await run(join(dir, "generate"), [protos, join(dir, "agentgateway-api"), "resource.proto", "ext_mcp.proto"]);
}

/** The random provider embeds a schema that only it can compute: it is built once without, and then prints it. */
async function randomSchema({ dir, go, run, ldflags }: StepContext): Promise<void> {
  const packageDir = join(dir, "random");
  const files = ["schema.json", "bridge-metadata.json"];
  for (const file of files) writeFileSync(join(packageDir, file), "{}");
  await go("build", "-ldflags", ldflags, "-o", "generate", "./random");
  const args = ["schema", "--out", join(dir, "generated"), "--skip-docs", "--skip-examples"];
  await run(join(dir, "generate"), args, { ...process.env, GENERATE: "1" });
  for (const file of files) copyFileSync(join(dir, "generated", file), join(packageDir, file));
}

/**
 * The directory of the module with this package. `go list -m` would be more direct, but is refused for a version of
 * which the proxy has no `.info`.
 */
function moduleOf(go: StepContext["go"], importPath: string): Promise<string> {
  return go("list", "-f", "{{.Module.Dir}}", importPath);
}
