import type { EngineEvent, StepEventMetadata } from "@pulumi/pulumi/automation";
import type { Change } from "../changes";
import { LIVE_PACKAGE } from "../../../components/live/types";
import { objectOf, providerName, type ObjectRef } from "../../../kube/ref";
import { parsePath } from "../../../kube/fieldPath";

/** A resource of a stack as a preview sees it. */
export interface PulumiResource {
  urn: string;
  /** `gone` is desired and not live, `obsolete` live and not desired. */
  state: "there" | "gone" | "obsolete";
  /** The object in a cluster, where it is one. */
  object?: ObjectRef;
  /** Name of the resource's provider, which identifies the cluster. */
  provider: string;
  /** How the live resource differs from the desired one. */
  differences: Change[];
}

/** A command that finds differences: `preview` what an update would do, `refresh` what happened since the last one. */
export type Command = "preview" | "refresh";

/** The resources of a stack, by what the engine reports during a command. */
export function readEvents(command: Command, events: readonly EngineEvent[]): PulumiResource[] {
  // A refresh knows what it has found when it has looked; a preview says what it is about to do.
  const steps = new Map<string, StepEventMetadata>();
  for (const { resourcePreEvent, resOutputsEvent } of events) {
    const step = (command === "preview" ? resourcePreEvent : resOutputsEvent)?.metadata;
    if (step !== undefined && step.op !== "refresh") steps.set(step.urn, step);
  }
  return [...steps.values()].filter(isCustom).map((step) => resource(command, step));
}

/** Components have nothing of their own in a cluster, and neither has what only shows drift. */
function isCustom({ urn, old, new: desired }: StepEventMetadata): boolean {
  const isOwn = !urn.includes("::pulumi:providers:") && !urn.includes(`${LIVE_PACKAGE}:index:`);
  return (desired ?? old)?.custom === true && isOwn;
}

function resource(command: Command, step: StepEventMetadata): PulumiResource {
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

function differencesOf(command: Command, { op, detailedDiff, diffs }: StepEventMetadata): Change[] {
  if (op !== "update" && op !== "replace") return [];
  const detailed = Object.entries(detailedDiff ?? {}).map(([path, { diffKind }]) => ({
    path: parsePath(path),
    kind: KINDS[command][diffKind.replace(/-replace$/, "")] ?? ("changed" as const),
  }));
  return detailed.length > 0 ? detailed : (diffs ?? []).map((path) => ({ path: parsePath(path), kind: "changed" }));
}
