import { isAbsolute } from "node:path";
import { sync as which } from "which";

/** The files that a program's name stands for, in the order in which the directories of a PATH have them. */
export function programs(name: string, path = process.env.PATH ?? ""): string[] {
  // What a relative or an empty entry of PATH leads to depends on where one stands: Go's programs refuse it too.
  return (which(name, { path, all: true, nothrow: true }) ?? []).filter((file) => isAbsolute(file));
}
