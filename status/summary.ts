import { table } from "./table";
import type { ObjectStatus } from "./conditions";

/** An environment and what its clusters say. */
export interface EnvironmentSummary {
  readonly environment: string;
  readonly findings: readonly ObjectStatus[];
}

/** The findings as a table: what is not as it should be has a mark and its reason. */
export function summaryTable({ environment, findings }: EnvironmentSummary): string {
  const bad = findings.filter(({ ok }) => !ok).length;
  const title =
    bad === 0
      ? `${environment}: all ${findings.length} objects are as they should be`
      : `${environment}: ${bad} of ${findings.length} objects are not as they should be`;
  const rows = findings.map(({ kind, name, ok, detail }) => [
    ok ? "ok" : "NOT OK",
    kind,
    name,
    detail.replace(/\s+/g, " ").slice(0, 400),
  ]);
  return `${title}\n\n${table(["", "KIND", "NAME", "STATE"], rows)}`;
}
