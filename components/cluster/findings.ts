import type { ValidationError } from "../../core/errors";

/** What a look at a cluster finds. */
export interface Findings {
  /** What is wrong with it. */
  errors: ValidationError[];
  /** What is not wrong with it, and worth a look. Default: nothing. */
  warnings?: string[];
}
