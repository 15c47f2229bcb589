import execa from "execa";
import { join } from "node:path";
import type { Layout } from "../state/layout";
import { sendSignal } from "../supervise/reap";

/** Ends plugins whose Pulumi CLI was killed: they do not notice, and would wait for it for ever. */
export function endOrphans(layout: Layout): void {
  const { stdout } = execa.sync("ps", ["-axo", "pid=,ppid=,args="]);
  for (const pid of orphans(stdout, join(layout.pulumiHome, "plugins"))) sendSignal(pid, "SIGKILL");
}

/** Processes of programs in a directory that have lost their parent, in what `ps` says of all processes. */
export function orphans(processes: string, directory: string): number[] {
  return processes.split("\n").flatMap((line) => {
    const [, pid, parent, command = ""] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return parent === "1" && command.startsWith(`${directory}/`) ? [Number(pid)] : [];
  });
}
