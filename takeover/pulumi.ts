import { spawn } from "node:child_process";
import type { KubernetesObject } from "../components/kubernetes";
import { UserError } from "../config/errors";
import { refKey, refOf } from "../stack/objectRef";
import { withTemporary } from "../stack/temporary";

/** Has the provider take over what exists already. For one run alone. */
const ADOPTING = { PULUMI_K8S_UPSERT_EXISTING_OBJECTS: "true" };

interface Step {
  op: string;
  newState?: { type: string; inputs?: Partial<KubernetesObject> };
}

/** The Kubernetes objects of a stack, as an `up` would leave it. */
export interface Planned {
  /** Those that are Pulumi's. Values of Secrets are not shown in them. */
  owned: KubernetesObject[];
  /** Keys of those that Pulumi has made already. */
  made: Set<string>;
  /** Those of somebody else's of which Pulumi sets some fields. */
  patched: KubernetesObject[];
}

/** Asks Pulumi what an `up` would make. */
export async function plannedObjects(stack: string): Promise<Planned> {
  const args = ["preview", "--json", "--show-sames", "--stack", stack];
  const output = await captured(args, { ...process.env, ...ADOPTING });
  const { steps = [] } = JSON.parse(output) as { steps?: Step[] };
  const planned = steps.flatMap(({ op, newState }) =>
    newState?.type.startsWith("kubernetes:") && isObject(newState.inputs)
      ? [{ object: newState.inputs, isNew: op === "create", isPatch: newState.type.endsWith("Patch") }]
      : [],
  );
  const owned = planned.filter(({ isPatch }) => !isPatch);
  return {
    owned: owned.map(({ object }) => object),
    made: new Set(owned.filter(({ isNew }) => !isNew).map(({ object }) => refKey(refOf(object)))),
    patched: planned.filter(({ isPatch }) => isPatch).map(({ object }) => object),
  };
}

function isObject(inputs: Partial<KubernetesObject> | undefined): inputs is KubernetesObject {
  return !!inputs?.apiVersion && !!inputs.kind && !!inputs.metadata?.name;
}

/** Runs `pulumi up` so that it adopts what exists. Its output goes to the terminal. */
export function adoptingUp(stack: string): Promise<void> {
  return up(stack, ADOPTING);
}

/** Runs `pulumi up` once more: what the provider may do stands in the stack's state, and is not to stay there. */
export function plainUp(stack: string): Promise<void> {
  return up(stack, {});
}

async function up(stack: string, env: NodeJS.ProcessEnv): Promise<void> {
  const args = ["up", "--stack", stack, "--yes", "--skip-preview"];
  const { code } = await pulumi(args, { ...process.env, ...env }, "inherit");
  if (code !== 0) throw new UserError("pulumi up failed; its messages are above. Taking over can be run again.");
}

async function captured(args: readonly string[], env = process.env): Promise<string> {
  const { code, output } = await pulumi(args, env, "pipe");
  if (code !== 0) throw new UserError(`pulumi ${args[0]} failed:\n${diagnosticsIn(output)}`);
  return output;
}

/** With --json the CLI says what went wrong in its JSON, too. */
function diagnosticsIn(output: string): string {
  try {
    const { diagnostics = [] } = JSON.parse(output) as { diagnostics?: { severity: string; message: string }[] };
    const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message.trim());
    return errors.join("\n") || output;
  } catch {
    return output;
  }
}

function pulumi(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  stdout: "inherit" | "pipe",
): Promise<{ code: number; output: string }> {
  return withTemporary((temporary) => run(args, { ...env, ...temporary }, stdout));
}

function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  stdout: "inherit" | "pipe",
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn("pulumi", [...args, "--non-interactive"], { env, stdio: ["ignore", stdout, "inherit"] });
    let output = "";
    child.stdout?.setEncoding("utf8").on("data", (chunk: string) => (output += chunk));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
