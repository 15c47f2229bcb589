/** How to tell that a command the user already has is good enough, from what it prints about its version. */

/** What makes a command on PATH acceptable. */
export type PathForm =
  /** It prints a version within `range` when called with `args`. */
  | { kind: "version"; args: string[]; range: string }
  /** It lies beside another tool that was itself taken from PATH: the two were released together. */
  | { kind: "beside"; tool: string };

/** A command that is recognised by the version it prints. */
export const onPath = (args: string[], range: string): PathForm => ({ kind: "version", args, range });

/** A command that comes with another one. */
export const beside = (tool: string): PathForm => ({ kind: "beside", tool });

/**
 * The first thing in a program's output that looks like a release, as numbers. Whatever has a suffix is none: neither
 * pre-releases ("v1.38.0-alpha.1") nor wrappers ("v1.32.4-dispatcher") do what their number promises.
 */
export function parseVersion(output: string): number[] | undefined {
  const match = /(?<![\w.+-])v?(\d+)\.(\d+)(?:\.(\d+))?(?:\+\S*)?(?![\w.+-])/.exec(output);
  return match?.slice(1).map((part) => Number(part ?? 0));
}

/** Whether a version lies in a range such as "1.37.x", "5.x", "3.6.1" or ">=3.246 <4". */
export function inRange(version: number[], range: string): boolean {
  return range.split(" ").every((term) => {
    const { operator, numbers } = /^(?<operator>>=|<)?(?<numbers>.+)$/.exec(term)!.groups as Record<string, string>;
    const bound = numbers!
      .split(".")
      .filter((part) => part !== "x")
      .map(Number);
    if (operator === ">=") return compare(version, bound) >= 0;
    if (operator === "<") return compare(version, bound) < 0;
    return compare(version.slice(0, bound.length), bound) === 0;
  });
}

function compare(left: number[], right: number[]): number {
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether what a command printed makes it acceptable. */
export function accepts(form: PathForm & { kind: "version" }, output: string): boolean {
  const version = parseVersion(output);
  return version !== undefined && inRange(version, form.range);
}
