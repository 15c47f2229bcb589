import { UserError } from "../../../core/errors";
import { CONTENT } from "../http/server";
import type { Layout } from "../state/layout";
import { haltOrResume, daemonStatus } from "../supervise/background";
import type { Progress } from "../terminal/progress";

/** `halt` and `resume`: a part that fails, and is back. */
export async function halt(
  layout: Layout,
  what: "halt" | "resume",
  name: string | undefined,
  progress: Progress,
): Promise<void> {
  const daemon = await daemonStatus(layout);
  if (daemon === undefined) throw new UserError("the sandbox is not running; `npm start` starts it");
  const names = [CONTENT, ...daemon.processes.map((process) => process.name)];
  if (name === undefined || !names.includes(name))
    throw new UserError(
      `${name === undefined ? "name a process" : `there is no process ${name}`}; there are ${names.join(", ")}`,
    );
  await haltOrResume(layout, what, name);
  progress.step(what === "halt" ? `${name} is halted` : `${name} is resumed`);
}
