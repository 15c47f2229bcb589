import type { KubernetesObject } from "../../kube/object";
import { UserError } from "../../core/errors";
import { refKey, refOf } from "../../kube/ref";
import { pulumi, type Outcome } from "../stack/pulumi";

/** Has the provider take over what exists already. For one run alone. */
const ADOPTING = { PULUMI_K8S_UPSERT_EXISTING_OBJECTS: "true" };

/** Minutes until an `up` must have ended, which has limits of its own and says more. */
const UP_MINUTES = 90;

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
  const args = ["preview", "--json", "--show-sames", "--non-interactive", "--stack", stack];
  const outcome = await pulumi(args, { env: ADOPTING });
  if (outcome.code !== 0) throw new UserError(`pulumi preview failed:\n${diagnosticsIn(outcome)}`);
  const { steps = [] } = JSON.parse(outcome.stdout) as { steps?: Step[] };
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
  const args = ["up", "--stack", stack, "--yes", "--skip-preview", "--non-interactive"];
  const { code } = await pulumi(args, { env, shown: true, minutes: UP_MINUTES });
  if (code !== 0) throw new UserError("pulumi up failed; its messages are above. Taking over can be run again.");
}

/** With --json the CLI says what went wrong in its JSON, too. */
function diagnosticsIn({ stdout, stderr }: Outcome): string {
  try {
    const { diagnostics = [] } = JSON.parse(stdout) as { diagnostics?: { severity: string; message: string }[] };
    const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message.trim());
    return errors.join("\n") || stdout;
  } catch {
    return `${stdout}${stderr}`;
  }
}
