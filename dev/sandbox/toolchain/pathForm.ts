/** How to tell that a command the user already has is good enough, from what it prints about its version. */
import { coerce, satisfies } from "semver";

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
 * The first thing in a program's output that looks like a release. Whatever has a suffix is none: neither pre-releases
 * ("v1.38.0-alpha.1") nor wrappers ("v1.32.4-dispatcher") do what their number promises.
 */
export function parseVersion(output: string): string | undefined {
  const [release] = /(?<![\w.+-])v?\d+\.\d+(?:\.\d+)?(?:\+\S*)?(?![\w.+-])/.exec(output) ?? [];
  return coerce(release)?.version;
}

/** Whether what a command printed makes it acceptable. */
export function accepts(form: PathForm & { kind: "version" }, output: string): boolean {
  const version = parseVersion(output);
  return version !== undefined && satisfies(version, form.range);
}
