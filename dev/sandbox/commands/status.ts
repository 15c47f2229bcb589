import { UserError } from "../../../core/errors";
import { table } from "../../../cli/status/table";
import type { Layout } from "../state/layout";
import { daemonStatus } from "../supervise/background";
import type { DaemonStatus } from "../supervise/control";

/** `status`: what runs, on which ports, since when. */
export async function status(layout: Layout, json: boolean): Promise<void> {
  const daemon = await daemonStatus(layout);
  if (daemon === undefined) throw new UserError("the sandbox is not running; `npm start` starts it");
  process.stdout.write(`${json ? JSON.stringify(daemon, null, 2) : statusTable(daemon, new Date())}\n`);
}

/** The processes as a table; what is not as it should be says why in its last column. */
export function statusTable(daemon: DaemonStatus, now: Date): string {
  const since = (startedAt?: string) => (startedAt ? duration(now.getTime() - Date.parse(startedAt)) : "");
  const rows = daemon.processes.map(({ name, state, pid, ports, startedAt, restarts, detail }) => [
    name,
    state,
    String(pid ?? ""),
    Object.entries(ports)
      .map(([purpose, port]) => `${purpose} ${port}`)
      .join(", "),
    since(startedAt),
    String(restarts),
    detail ?? "",
  ]);
  const own = ["daemon", "ready", String(daemon.pid), "", since(daemon.startedAt), "0", ""];
  return table(["PROCESS", "STATE", "PID", "PORTS", "UPTIME", "RESTARTS", ""], [own, ...rows]);
}

/** `3 h 12 min`, `4 min 10 s`, `8 s`. */
export function duration(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
