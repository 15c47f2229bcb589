import { showRef } from "../../kube/ref";
import type { Entry, Plan } from "./plan";

/** The plan for a reader. */
export function describePlan(stack: string, plan: Plan): string {
  const { adopted, kept, left, created, overwritten, reasons } = plan;
  return [
    `Taking over ${stack}: nothing below is deleted or recreated.`,
    ...part("Pulumi adopts, and `pulumi destroy` would delete from then on:", adopted),
    ...part("Argo CD keeps, from the new tree:", kept),
    ...part("Left as it is, owned by nobody:", left),
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
