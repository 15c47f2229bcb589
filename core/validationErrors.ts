import type { z } from "zod";
import type { ValidationError } from "./errors";
import { isPlainObject } from "./merge";
import { isSecretAt, keysAt, valuesAt } from "./schemaAt";
import { show } from "./show";
import { didYouMean, nearest } from "./suggest";

/** What zod says of a union to which the schema gives no message of its own. */
const ZOD_MESSAGE = "Invalid input";

/** How a secret is set in the configuration of a stack. */
const setInStack = (path: string) => `Set it with: pulumi config set --secret --path '${path}'`;

/**
 * Turns what zod found into errors that say where, what and what to do.
 *
 * @param schema what the input was held against, for what may have been meant
 * @param secretRemedy what to do about a secret that is missing or wrong. Default: set it in the stack's configuration
 */
export function errorsOf(
  error: z.ZodError,
  input: unknown,
  schema: z.core.$ZodType,
  secretRemedy: (path: string) => string = setInStack,
): ValidationError[] {
  const ofIssue = (issue: z.core.$ZodIssue) => errorsOfIssue(issue, input, schema, secretRemedy);
  return error.issues.flatMap(ofIssue);
}

function errorsOfIssue(
  issue: z.core.$ZodIssue,
  input: unknown,
  schema: z.core.$ZodType,
  secretRemedy: (path: string) => string,
): ValidationError[] {
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
    return [{ path, problem: value === undefined ? "is missing" : issue.message, remedy: secretRemedy(path) }];
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
      errorsOfIssue({ ...inner, path: [...issue.path, ...inner.path] }, input, schema, secretRemedy),
    );
  }
  const { params } = issue as { params?: { remedy?: string } };
  const problem = value === undefined ? "is missing" : problemOf(value, issue.message);
  return [{ path, problem, ...(params?.remedy && { remedy: params.remedy }) }];
}

/** The keys that there are in its place. Not a key that is only known inside, such as the tag of a kind. */
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
): ValidationError {
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
