/** Who made a lock or a scratch directory, and whether that process is still there. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A process, told apart from a later one that was given the same number. */
export interface Owner {
  pid: number;
  /** When it began, as this system tells it, in letters and digits: it also stands in file names. */
  start: string;
}

/** Stands for the start of a process that has ended and that its parent has not noticed yet. */
const ENDED = "ended";

/** This process. */
export function self(): Owner {
  return { pid: process.pid, start: startOf(process.pid) ?? "unknown" };
}

/** A directory for what this process is making; whoever finds it can tell whether the process is gone. */
export function workDir(root: string, name: string): string {
  const { pid, start } = self();
  return join(root, "work", `${name}@${pid}@${start}`);
}

/** The process that made a directory with `workDir`. */
export function ownerOfWork(dirName: string): Owner {
  const [, pid, start] = dirName.split("@");
  return { pid: Number(pid), start: start ?? "" };
}

/** Whether the process still runs. When its start can't be told, its number alone has to do. */
export function isAlive(owner: Owner): boolean {
  // Zero and negative numbers mean groups of processes to kill(2).
  if (!Number.isInteger(owner.pid) || owner.pid <= 0) return false;
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const start = startOf(owner.pid);
  if (start === ENDED) return false;
  return start === undefined || owner.start === "unknown" || start === owner.start;
}

function startOf(pid: number): string | undefined {
  try {
    if (process.platform === "linux") {
      // The command name in the second field may hold blanks and brackets: count from its end.
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      return fields[0] === "Z" ? ENDED : fields[19];
    }
    const start = execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8", timeout: 5000 });
    return start.trim().replace(/\W+/g, "_");
  } catch {
    return undefined;
  }
}
