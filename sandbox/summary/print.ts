import { table } from "../terminal/table";
import type { Finding } from "./conditions";

/** An environment and what its clusters say. */
export interface EnvironmentSummary {
  readonly environment: string;
  readonly findings: readonly Finding[];
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

/** What can be done next, with the addresses of this sandbox. */
export function nextSteps(argocdPort: number, environment: string): string {
  return [
    "Try next:",
    '  eval "$(npm run --silent sandbox -- env)"        this shell: kubectl, pulumi, git work on the sandbox',
    `  kubectl --context ${environment} get httproute,agentgatewaybackend -A`,
    `  pulumi preview --stack ${environment} --refresh --expect-no-changes`,
    `  http://127.0.0.1:${argocdPort}                         Argo CD, no password`,
    "  change platform.ts, npm run render, git commit, npm run sandbox -- push",
    "  npm run sandbox -- status                        the processes; npm stop ends them",
  ].join("\n");
}
