import type { Served } from "../../components/served";
import type { ObjectStatus } from "../../kube/conditions";
import { table } from "./table";

/** An environment and what its clusters say. */
export interface EnvironmentSummary {
  readonly environment: string;
  readonly findings: readonly ObjectStatus[];
  /** What clients call of it. */
  readonly served?: readonly Served[];
}

/** The status of an environment, in a line. */
export function summaryLine({ environment, findings }: EnvironmentSummary): string {
  const bad = findings.filter(({ ok }) => !ok).length;
  return bad === 0
    ? `${environment}: all ${findings.length} objects are as they should be`
    : `${environment}: ${bad} of ${findings.length} objects are not as they should be`;
}

/** Letters of a reason that are shown: with the last words of a container, reasons are long. */
const LONGEST = 1000;

/** The findings as a table: what is not as it should be has a mark and its reason. */
export function summaryTable(summary: EnvironmentSummary): string {
  const rows = summary.findings.map(({ kind, name, ok, detail }) => [
    ok ? "ok" : "NOT OK",
    kind,
    name,
    detail.replace(/\s+/g, " ").slice(0, LONGEST),
  ]);
  const state = `${summaryLine(summary)}\n\n${table(["", "KIND", "NAME", "STATE"], rows)}`;
  const { served = [] } = summary;
  if (served.length === 0) return state;
  const entries = served.map(({ what, url }) => [what, url]);
  return `${state}\n\n${table(["SERVED", "BASE URL"], entries)}`;
}
