import { UserError } from "../../../core/errors";
import { table } from "../../../cli/status/table";
import type { Layout } from "../state/layout";
import { daemonStatus } from "../supervise/background";
import type { DaemonStatus } from "../supervise/control";
import { duration } from "../terminal/duration";

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
