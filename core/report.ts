import { UserError } from "./errors";

/** What a system says of files where nothing is wrong with us: no room, no right. */
const REFUSALS = ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM"];

/** Ends a script with an error. */
export function reportAndExit(error: unknown): never {
  report(error);
  process.exit(1);
}

/** Tells an error: what its user can mend as its message alone, a defect of ours with its stack trace. */
export function report(error: unknown): void {
  const { code } = error as { code?: unknown };
  // An answer of an API server has a number for a code.
  const isTheirs = typeof code === "string" && (REFUSALS.includes(code) || code.startsWith("ERR_PARSE_ARGS"));
  console.error(isTheirs || error instanceof UserError ? `error: ${(error as Error).message}` : error);
}
