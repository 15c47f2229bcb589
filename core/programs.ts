import { isAbsolute } from "node:path";
import { sync as which } from "which";

/** The executables of a name, in the order of the directories in PATH. */
export function programs(name: string, path = process.env.PATH ?? ""): string[] {
  // What a relative or an empty entry of PATH leads to depends on the working directory: Go's programs refuse it too.
  return (which(name, { path, all: true, nothrow: true }) ?? []).filter((file) => isAbsolute(file));
}
