import { showRef } from "../../kube/ref";
import type { Entry, Plan } from "./plan";

/** The plan for a reader. */
export function describePlan(stack: string, plan: Plan): string {
  const { adopted, kept, left, replaced, paused, created, overwritten, reasons } = plan;
  return [
    `Taking over ${stack}: nothing is deleted or recreated${replaced.length > 0 ? ", but for what is replaced" : ""}.`,
    ...part("Pulumi adopts, and `pulumi destroy` would delete from then on:", adopted),
    ...part("Argo CD keeps, from the new tree:", kept),
    ...part("Left as it is, owned by nobody:", left),
    ...part("Is replaced, deleted and recreated by `pulumi up`:", replaced),
    ...part(
      "Reads the branch that gets the new tree, so it syncs nothing from --release on; what it has deployed stays:",
      paused,
    ),
    ...lines("Gets another value:", overwritten),
    ...lines("Of what Argo CD keeps, some is new to it:", reasons),
    ...part("New:", created),
  ].join("\n");
}

function part(title: string, entries: readonly Entry[]): string[] {
  return lines(
    title,
    entries.map(({ object, note }) => (note ? `${showRef(object)} (${note})` : showRef(object))),
  );
}

function lines(title: string, texts: readonly string[]): string[] {
  return texts.length === 0 ? [] : ["", title, ...texts.map((text) => `  ${text}`)];
}
