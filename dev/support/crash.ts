import { readdirSync, readFileSync } from "node:fs";
import { Running } from "./running";
import type { Outcome } from "./shell";

/** How a command ended that was to be killed: it may have been quicker. */
export type Crash = Outcome & { killed: boolean };

/**
 * Runs a command and kills it, and all that it has started, as a crash of the machine would: at once, without a warning.
 *
 * @param isNow gets each line as it comes; the command is killed at its first yes
 */
export async function crash(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
  isNow: (line: string) => boolean,
): Promise<Crash> {
  const running = new Running(command, args, options);
  let killed = false;
  running.onLine((line) => {
    if (killed || !isNow(line)) return;
    killed = true;
    killSession(running.pid);
  });
  return { ...(await running.outcome), killed };
}

/** Kills every process of a session until none is left: one may be starting another in that moment. */
function killSession(session: number): void {
  for (let members = processesOf(session); members.length > 0; members = processesOf(session)) {
    for (const pid of members) {
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // It has just ended by itself.
      }
    }
  }
}

/** Living processes of a session, by what the kernel says of each: `pid (name) state parent group session …`. */
function processesOf(session: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
        // The CLI gives its plugins groups of their own, but no sessions.
        const [state, , , of] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        return state !== "Z" && Number(of) === session;
      } catch {
        return false;
      }
    });
}
