import { faultsInObjects } from "../../../checks";
import { UserError, type Fault } from "../../../core/errors";
import type { PlainObject } from "../../../core/merge";
import { validateEnvironment } from "../../../config/validate";

/** What our validation has against an environment. It asks no cluster. */
export function faultsIn(layers: readonly PlainObject[]): Fault[] {
  try {
    return faultsInObjects(validateEnvironment("test", layers));
  } catch (error) {
    if (error instanceof UserError) return [...error.faults];
    throw error;
  }
}

/** True for a fault that is at a path, or at something within it. */
export function isAt(path: string): (fault: Fault) => boolean {
  return (fault) => fault.path === path || [".", "[", ","].some((more) => fault.path.startsWith(path + more));
}
