import type { Finding, Report, Side } from "./finding";

const TITLES: Record<Side, string> = {
  git: "Git and this checkout",
  versions: "Versions",
  argocd: "Argo CD and what it deploys",
  pulumi: "What Pulumi owns",
};

/** A report for a reader. */
export function reportText({ stack, findings, healed }: Report): string {
  const count = findings.length === 1 ? "1 difference" : `${findings.length} differences`;
  const title = findings.length === 0 ? `${stack}: no drift.` : `${stack}: ${count}.`;
  const sections = [...Map.groupBy(findings, ({ side }) => side)].map(
    ([side, theirs]) => `${TITLES[side]}\n${theirs.map(findingText).join("\n")}`,
  );
  const over = healed.map(({ where, what, at }) => `  ${where} ${what}${at ? ` (${at})` : ""}`);
  return [title, ...sections, ...(over.length > 0 ? [`Over already\n${over.join("\n")}`] : [])].join("\n\n");
}

function findingText({ where, what, by, at, remedy }: Finding): string {
  const who = [by && `by ${by}`, at && `at ${at}`].filter(Boolean).join(" ");
  return `  ${where}\n    ${what}${who ? ` (${who})` : ""}\n    ${remedy}`;
}
