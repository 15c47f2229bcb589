import { UserError } from "./errors";

/** Ends a script with an error: a user's mistake as its message alone, a defect of ours with its stack trace. */
export function reportAndExit(error: unknown): never {
  const { code } = error as { code?: unknown };
  // An answer of an API server has a number for a code.
  const mistake = error instanceof UserError || (typeof code === "string" && code.startsWith("ERR_PARSE_ARGS"));
  console.error(mistake ? `error: ${(error as Error).message}` : error);
  process.exit(1);
}
