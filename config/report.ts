import { UserError } from "./errors";

/** Ends a script with an error: a user's mistake as its message alone, a defect of ours with its stack trace. */
export function reportAndExit(error: unknown): never {
  const mistake = error instanceof UserError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
  console.error(mistake ? `error: ${(error as Error).message}` : error);
  process.exit(1);
}
