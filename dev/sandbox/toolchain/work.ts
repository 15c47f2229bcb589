/** Scratch directories that bear the name of their maker: whoever finds one can tell whether that process is gone. */
import { join } from "node:path";
import { processIdentity } from "../supervise/identity";

/** A directory for what this process is making. */
export function workDir(root: string, name: string): string {
  return join(root, "work", `${name}@${process.pid}@${startOf(process.pid)}`);
}

/** Whether the process that made a directory with `workDir` runs no more. */
export function isAbandoned(dirName: string): boolean {
  const [, pid, start] = dirName.split("@");
  return startOf(Number(pid)) !== start;
}

/** What distinguishes a process from a later one of the same number, in letters and digits. */
function startOf(pid: number): string {
  return processIdentity(pid)?.replace(/\W+/g, "_") ?? "ended";
}
