import type { ObjectStatus } from "../../kube/conditions";
import type { StackUpdate } from "../stack/pulumi";

/** The status of a stack by its last update, the newest first: a preview is none. */
export function stackStatus(stack: string, history: readonly StackUpdate[]): ObjectStatus {
  const common = { kind: "Stack", name: stack };
  const last = history.find(({ kind }) => kind !== "preview");
  if (last === undefined) return { ...common, ok: false, detail: `was never deployed: pulumi up --stack ${stack}` };
  const { kind, result = "in-progress", startTime, endTime } = last;
  if (result === "in-progress") return { ...common, ok: false, detail: `${kind} runs since ${startTime}` };
  const when = endTime ?? startTime;
  if (result !== "succeeded") {
    return {
      ...common,
      ok: false,
      detail: `the last ${kind} ${result} at ${when}: see what pulumi up --stack ${stack} says`,
    };
  }
  if (kind === "destroy") return { ...common, ok: false, detail: `was destroyed at ${when}` };
  return { ...common, ok: true, detail: `last ${kind} at ${when}` };
}
