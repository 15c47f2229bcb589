/** Who reports a difference: each of the four looks at something that the others can't see. */
export type Side = "pulumi" | "argocd" | "git" | "versions";

/** One thing that is not as it was described. Its fields are what machines read: see docs/drift.md. */
export interface Finding {
  side: Side;
  /** The object, file or program that it is about. */
  where: string;
  /** What is different, by the paths of fields; never a secret's value. */
  what: string;
  /** Who changed it, as the cluster has it: the field manager, such as `kubectl-edit`. */
  by?: string;
  /** When, as an ISO 8601 time. */
  at?: string;
  /** What the reader can do about it. */
  remedy: string;
}

/** A change that Argo CD has put right by itself: it is over, and no drift. */
export type Healed = Pick<Finding, "where" | "what" | "at">;

/** The answer about a stack. */
export interface Report {
  stack: string;
  drift: boolean;
  findings: Finding[];
  healed: Healed[];
}

const ORDER: Side[] = ["git", "versions", "argocd", "pulumi"];

/** A report, its findings in the order in which they are best dealt with. */
export function report(stack: string, findings: readonly Finding[], healed: readonly Healed[]): Report {
  const sorted = findings.toSorted(
    (a, b) => ORDER.indexOf(a.side) - ORDER.indexOf(b.side) || a.where.localeCompare(b.where),
  );
  return { stack, drift: findings.length > 0, findings: sorted, healed: [...healed] };
}

/**
 * Findings without what one side repeats of another: Pulumi's about objects that Argo CD's side compares more exactly, down
 * to fields that Pulumi has not set.
 */
export function withoutRepeats(findings: readonly Finding[]): Finding[] {
  const reported = new Set(findings.filter(({ side }) => side === "argocd").map(({ where }) => where));
  return findings.filter(({ side, where }) => side !== "pulumi" || !reported.has(where));
}
