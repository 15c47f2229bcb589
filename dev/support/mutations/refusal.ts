import { errorsInObjects } from "../../../checks";
import { UserError, type ValidationError } from "../../../core/errors";
import type { PlainObject } from "../../../core/merge";
import { validateEnvironment } from "../../../config/validate";

/** What our validation has against an environment. It needs no cluster. */
export function errorsIn(layers: readonly PlainObject[]): ValidationError[] {
  try {
    return errorsInObjects(validateEnvironment("test", layers));
  } catch (error) {
    if (error instanceof UserError) return [...error.errors];
    throw error;
  }
}

/** True for an error that is at a path, or at something within it. */
export function isAt(path: string): (error: ValidationError) => boolean {
  return (error) => error.path === path || [".", "[", ","].some((more) => error.path.startsWith(path + more));
}
