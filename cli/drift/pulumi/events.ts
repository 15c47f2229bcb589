import type { Change } from "../changes";
import { objectOf, providerName, type ObjectRef } from "../../../kube/ref";
import { parsePath } from "../../../kube/fieldPath";

/** A resource of a stack as a preview sees it. */
export interface PulumiResource {
  urn: string;
  /** How it stands: `gone` is described and not there, `obsolete` there and not described. */
  state: "there" | "gone" | "obsolete";
  /** The object in a cluster, where it is one. */
  object?: ObjectRef;
  /** Name of the resource's provider, which stands for the cluster. */
  provider: string;
  /** How the live resource is not as described. */
  differences: Change[];
}

/** What a preview or a refresh told. */
export interface Preview {
  resources: PulumiResource[];
  /** Messages of what went wrong. */
  errors: string[];
}

interface StepMetadata {
  op: string;
  urn: string;
  provider: string;
  old?: { custom?: boolean; inputs?: Record<string, unknown> } | null;
  new?: { custom?: boolean; inputs?: Record<string, unknown> } | null;
  diffs?: string[];
  detailedDiff?: Record<string, { diffKind: string }> | null;
}

interface EngineEvent {
  resourcePreEvent?: { metadata: StepMetadata };
  resOutputsEvent?: { metadata: StepMetadata };
  diagnosticEvent?: { severity: string; message: string };
}

/** A command that tells of differences: `preview` what an update would do, `refresh` what happened since the last one. */
export type Command = "preview" | "refresh";

/** Reads the events of a command, one in a line. */
export function readEvents(command: Command, output: string): Preview {
  const events = output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as EngineEvent);
  // A refresh knows what it has found when it has looked; a preview says what it is about to do.
  const steps = new Map<string, StepMetadata>();
  for (const { resourcePreEvent, resOutputsEvent } of events) {
    const step = (command === "preview" ? resourcePreEvent : resOutputsEvent)?.metadata;
    if (step !== undefined && step.op !== "refresh") steps.set(step.urn, step);
  }
  const errors = events.flatMap(({ diagnosticEvent }) =>
    diagnosticEvent?.severity === "error" ? [diagnosticEvent.message.trim()] : [],
  );
  return { resources: [...steps.values()].filter(isCustom).map((step) => resource(command, step)), errors };
}

/** Components have nothing of their own in a cluster. */
function isCustom({ urn, old, new: wanted }: StepMetadata): boolean {
  return (wanted ?? old)?.custom === true && !urn.includes("::pulumi:providers:");
}

function resource(command: Command, step: StepMetadata): PulumiResource {
  const { urn, op, provider } = step;
  const object = objectOf((step.new ?? step.old)?.inputs ?? {});
  return {
    urn,
    state: STATES[command][op] ?? "there",
    ...(object ? { object } : {}),
    provider: providerName(provider),
    differences: differencesOf(command, step),
  };
}

const STATES: Record<Command, Record<string, PulumiResource["state"]>> = {
  preview: { create: "gone", delete: "obsolete" },
  refresh: { delete: "gone" },
};

/** What an update would add was removed since, and the other way round. */
const KINDS: Record<Command, Record<string, Change["kind"]>> = {
  preview: { add: "removed", delete: "added" },
  refresh: { add: "added", delete: "removed" },
};

function differencesOf(command: Command, { op, detailedDiff, diffs }: StepMetadata): Change[] {
  if (op !== "update" && op !== "replace") return [];
  const detailed = Object.entries(detailedDiff ?? {}).map(([path, { diffKind }]) => ({
    path: parsePath(path),
    kind: KINDS[command][diffKind.replace(/-replace$/, "")] ?? ("changed" as const),
  }));
  return detailed.length > 0 ? detailed : (diffs ?? []).map((path) => ({ path: parsePath(path), kind: "changed" }));
}
