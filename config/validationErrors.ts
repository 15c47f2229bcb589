import type { z } from "zod";
import type { Fault } from "../core/errors";
import { isPlainObject } from "../core/merge";
import { isSecretAt, keysAt, valuesAt } from "./schemaAt";
import { show } from "../core/show";
import { didYouMean, nearest } from "../core/suggest";

/** What zod says of a union to which the schema gives no message of its own. */
const ZOD_MESSAGE = "Invalid input";

/**
 * Turns what zod found into faults that say where, what and what to do.
 *
 * @param schema what the input was held against, for what may have been meant
 */
export function faultsOf(error: z.ZodError, input: unknown, schema: z.core.$ZodType): Fault[] {
  return error.issues.flatMap((issue) => faultsOfIssue(issue, input, schema));
}

function faultsOfIssue(issue: z.core.$ZodIssue, input: unknown, schema: z.core.$ZodType): Fault[] {
  const path = formatPath(issue.path);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: formatPath([...issue.path, key]),
      problem: "is unknown",
      remedy: didYouMean(key, otherKeys(schema, key, issue.path), "Check the spelling, or remove it."),
    }));
  }
  if (issue.code === "invalid_key")
    return issue.issues.map(({ message }) => ({ path, problem: `as a name ${message}` }));
  const value = valueAt(input, issue.path);
  if (isSecretAt(schema, issue.path)) {
    const remedy = `Set it with: pulumi config set --secret --path '${path}'`;
    return [{ path, problem: value === undefined ? "is missing" : issue.message, remedy }];
  }
  if (issue.code === "invalid_value" && typeof value === "string") {
    const near = nearest(value, issue.values.map(String));
    return [{ path, problem: problemOf(value, issue.message), ...(near && { remedy: `Did you mean "${near}"?` }) }];
  }
  if (issue.code === "invalid_union" && "discriminator" in issue && issue.discriminator) {
    return [missingKind(issue, path, value, schema)];
  }
  if (
    issue.code === "invalid_union" &&
    value !== undefined &&
    issue.errors.length > 0 &&
    issue.message === ZOD_MESSAGE
  ) {
    return closestBranch(issue.errors, value).flatMap((inner) =>
      faultsOfIssue({ ...inner, path: [...issue.path, ...inner.path] }, input, schema),
    );
  }
  return [{ path, problem: value === undefined ? "is missing" : problemOf(value, issue.message) }];
}

/** The keys that there are in its place. A key that is only known inside, such as what tells a kind, is not meant. */
function otherKeys(schema: z.core.$ZodType, key: string, path: readonly PropertyKey[]): string[] {
  return keysAt(schema, path).filter((known) => known !== key);
}

type Issues = z.core.$ZodIssue[];

/** Of what a union's branches complain about, the complaints of the branch that the value was meant for. */
function closestBranch(branches: readonly Issues[], value: unknown): Issues {
  const mismatch = (issues: Issues) => Math.max(...issues.map((issue) => mismatchOf(issue, value)));
  return branches.reduce((best, next) => (mismatch(next) < mismatch(best) ? next : best));
}

/** Another type altogether says most, then that the field is missing by which the branch is known. */
function mismatchOf(issue: z.core.$ZodIssue, value: unknown): number {
  if (issue.path.length === 0) return issue.code === "invalid_type" || issue.code === "invalid_value" ? 2 : 0;
  if (issue.code === "invalid_union" && "discriminator" in issue) return 1;
  return issue.path.length === 1 && valueAt(value, issue.path) === undefined ? 1 : 0;
}

function missingKind(
  issue: z.core.$ZodIssueInvalidUnion,
  path: string,
  value: unknown,
  schema: z.core.$ZodType,
): Fault {
  const { message, discriminator } = issue as { message: string; discriminator?: string };
  const kinds = valuesAt(schema, issue.path);
  if (value !== undefined) {
    const remedy = didYouMean(typeof value === "string" ? value : "", kinds, `There are: ${kinds.join(", ")}.`);
    return { path, problem: `${show(value)} is no ${discriminator}`, remedy };
  }
  const sayWhich = message === ZOD_MESSAGE ? `Say which ${discriminator} it is` : message;
  return {
    path,
    problem: "is missing",
    remedy: `${sayWhich}; or, if this is meant to override an entry of platform.ts, check its name.`,
  };
}

function problemOf(value: unknown, message: string): string {
  if (!/^(is|must|needs) /.test(message)) return `${show(value)}: ${message}`;
  // That it is an object or a list says nothing that its path does not say.
  return isPlainObject(value) || Array.isArray(value) ? message : `${show(value)} ${message}`;
}

/** A path as users write it with `pulumi config set --path`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return (
    path
      .map((part) => (typeof part === "number" ? `[${part}]` : String(part)))
      .join(".")
      .replaceAll(".[", "[") || "(all)"
  );
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], input);
}
