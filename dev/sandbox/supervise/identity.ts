import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * What makes a process id unambiguous: the moment the process was started. Process ids are reused, so nothing is ever
 * killed by its number alone.
 */
export function processIdentity(pid: number): string | undefined {
  return process.platform === "linux" ? linuxIdentity(pid) : psIdentity(pid);
}

/** Whether the very process that was recorded still runs. */
export function isAlive(pid: number, identity: string): boolean {
  return processIdentity(pid) === identity;
}

function linuxIdentity(pid: number): string | undefined {
  try {
    const start = startTicks(readFileSync(`/proc/${pid}/stat`, "utf8"));
    return start && `${bootId()} ${start}`;
  } catch {
    return undefined;
  }
}

/**
 * Start time in clock ticks since boot: field 22. The command name before it may itself hold spaces and parentheses.
 * A zombie counts as gone: it only waits for its parent to ask.
 */
export function startTicks(stat: string): string | undefined {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields[0] === "Z" || fields[0] === "X" ? undefined : fields[19];
}

let boot: string | undefined;
function bootId(): string {
  return (boot ??= readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim());
}

function psIdentity(pid: number): string | undefined {
  try {
    const out = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], {
      encoding: "utf8",
      env: { ...process.env, LC_ALL: "C" },
    });
    const [stat = "", ...started] = out.trim().split(/\s+/);
    return stat === "" || stat.startsWith("Z") ? undefined : started.join(" ");
  } catch {
    return undefined;
  }
}
