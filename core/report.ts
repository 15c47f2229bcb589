import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { UserError } from "./errors";

/** What a system says of files where nothing is wrong with us: no room, no right. */
const REFUSALS = ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EPERM"];

/** Ends a script with an error. */
export function reportAndExit(error: unknown): never {
  report(error);
  process.exit(1);
}

/** Reports an error: what its user can fix as its message alone, a defect of ours with its stack trace. */
export function report(error: unknown): void {
  const { code } = error as { code?: unknown };
  const unreadable = syntaxError(error);
  if (unreadable !== undefined) return console.error(`error: ${unreadable}`);
  // An answer of an API server has a number for a code.
  const isSystemRefusal = typeof code === "string" && (REFUSALS.includes(code) || code.startsWith("ERR_PARSE_ARGS"));
  console.error(isSystemRefusal || error instanceof UserError ? `error: ${(error as Error).message}` : error);
}

/** A file that the compiler can't read, with the line and what is wrong there. The rest is about the compiler. */
function syntaxError(error: unknown): string | undefined {
  const message = error instanceof Error ? stripVTControlCharacters(error.message) : "";
  if (!/^\s*Syntax Error$/m.test(message)) return undefined;
  const [, problem, file, line] = /^\s*[x×] (.*)\n\s*[,╭][-─]\[(.+):(\d+):\d+\]/u.exec(message) ?? [];
  if (problem === undefined || file === undefined) return undefined;
  return `${relative(process.cwd(), file)}, line ${line}: ${problem}`;
}
