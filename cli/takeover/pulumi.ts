import type { EngineEvent } from "@pulumi/pulumi/automation";
import { isOfHub } from "../../components/cluster/providerNames";
import type { KubernetesObject } from "../../kube/object";
import { UserError } from "../../core/errors";
import { providerName, refKey, refOf } from "../../kube/ref";
import { eventsOf, openStack } from "../stack/automation";
import { PulumiError } from "../stack/run";

/** Has the provider take over what exists already. For one run alone. */
const ADOPTING = { PULUMI_K8S_UPSERT_EXISTING_OBJECTS: "true" };

/** Minutes until an `up` must have ended, which has limits of its own and says more. */
const UP_MINUTES = 90;

/** The Kubernetes objects of a stack, as an `up` would leave it. */
export interface Planned {
  /** Those that are Pulumi's. Values of Secrets are not shown in them. */
  owned: KubernetesObject[];
  /** Keys of those on the cluster of Argo CD, where that is another. */
  ofHub: Set<string>;
  /** Keys of those that Pulumi has created already. */
  alreadyCreated: Set<string>;
  /** Those of somebody else's of which Pulumi sets some fields. */
  patched: KubernetesObject[];
}

/** What an `up` would create, according to Pulumi. */
export async function plannedObjects(stack: string): Promise<Planned> {
  const opened = await openStack(stack, { env: { ...process.env, ...ADOPTING } });
  return planOf(await eventsOf("pulumi preview", (onEvent) => opened.preview({ color: "never", onEvent })));
}

/** The Kubernetes objects in what the engine reports of a preview. */
export function planOf(events: readonly EngineEvent[]): Planned {
  const planned = events.flatMap(({ resourcePreEvent }) => {
    const { op, type = "", provider, new: desired } = resourcePreEvent?.metadata ?? {};
    return type.startsWith("kubernetes:") && isObject(desired?.inputs)
      ? [
          {
            object: desired.inputs,
            isNew: op === "create",
            isPatch: type.endsWith("Patch"),
            isHubs: isOfHub(providerName(provider ?? "")),
          },
        ]
      : [];
  });
  const owned = planned.filter(({ isPatch }) => !isPatch);
  const keysOf = (some: typeof owned) => new Set(some.map(({ object }) => refKey(refOf(object))));
  return {
    owned: owned.map(({ object }) => object),
    ofHub: keysOf(owned.filter(({ isHubs }) => isHubs)),
    alreadyCreated: keysOf(owned.filter(({ isNew }) => !isNew)),
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

/** Runs `pulumi up` once more: what the provider may do is part of the stack's state, and must not stay there. */
export function plainUp(stack: string): Promise<void> {
  return up(stack, {});
}

async function up(stack: string, env: NodeJS.ProcessEnv): Promise<void> {
  const opened = await openStack(stack, { env: { ...process.env, ...env }, minutes: UP_MINUTES });
  const onOutput = (chunk: string) => void process.stdout.write(chunk);
  const onError = (chunk: string) => void process.stderr.write(chunk);
  await opened.up({ onOutput, onError }).catch((error: unknown) => {
    if (!(error instanceof PulumiError)) throw error;
    throw new UserError("pulumi up failed; its messages are above. Taking over can be run again.");
  });
}
