/** One thing that is wrong: where it is, what is wrong, and what to do about it. */
export interface ValidationError {
  /** Path of the value in the configuration, such as `llmProviders.openai.path`. */
  path: string;
  /** What is wrong with the value, in one clause. */
  problem: string;
  /** What the reader can do about it, in one line or more. */
  remedy?: string;
}

/**
 * A mistake that the user can fix. It is shown without a stack trace, by our scripts and by Pulumi alike;
 * every other error is a defect of ours and keeps its trace.
 */
export class UserError extends Error {
  /** The marker by which the Pulumi language host recognises an error to print without its stack. */
  readonly __pulumiRunError = true;

  constructor(
    message: string,
    readonly errors: readonly ValidationError[] = [],
  ) {
    super(errors.length === 0 ? message : `${message}\n${errors.map(describeError).join("\n")}`);
    this.name = "UserError";
    // Where an output fails, Pulumi's SDK writes words of its own before the message, which do not help the user.
    const text = this.message;
    Object.defineProperty(this, "message", { get: () => text, set: () => undefined });
  }
}

/** The name of what all environments have in common, among names of environments. */
export const CATALOGUE = "platform.ts";

/** The error for an environment, or the catalogue, whose description has errors. */
export function invalidEnvironment(name: string, errors: readonly ValidationError[]): UserError {
  const count = errors.length === 1 ? "an error" : `${errors.length} errors`;
  const what = name === CATALOGUE ? `The catalogue (${CATALOGUE})` : `The configuration of environment "${name}"`;
  return new UserError(`${what} has ${count}:`, errors);
}

/** Several errors as one, such as those of several environments. */
export function together(errors: readonly UserError[]): UserError {
  return new UserError(errors.map(({ message }) => message).join("\n"));
}

/** Waits for every check. What users can correct is said together, in the order of the checks. */
export async function allChecks(checks: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(checks);
  const errors = results.flatMap((result) => (result.status === "rejected" ? [result.reason as Error] : []));
  const userErrors = errors.filter((error) => error instanceof UserError);
  if (userErrors.length < errors.length) throw errors.find((error) => !(error instanceof UserError)) as Error;
  if (userErrors.length > 0) throw together(userErrors);
}

/** The error for the arguments of a component that have errors. */
export function invalidArguments(component: string, name: string, errors: readonly ValidationError[]): UserError {
  return new UserError(
    `${component} "${name}": ${errors.length === 1 ? "an argument is" : "arguments are"} wrong:`,
    errors,
  );
}

function describeError({ path, problem, remedy }: ValidationError): string {
  return `  - ${path}: ${problem}${remedy ? `\n${remedy}`.replaceAll("\n", "\n      ") : ""}`;
}
