import { spawn } from "node:child_process";
import type { Outcome } from "./shell";

/** A command that runs while other things happen. It leads a session of its own. */
export class Running {
  readonly pid: number;
  /** How it ended. */
  readonly outcome: Promise<Outcome>;
  readonly #readers = new Set<(line: string) => void>();

  constructor(command: string, args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }) {
    const child = spawn(command, args, { ...options, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    this.pid = child.pid ?? 0;
    let stdout = "";
    let all = "";
    let rest = "";
    const take = (chunk: string) => {
      all += chunk;
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() as string;
      for (const line of lines) for (const read of this.#readers) read(line);
    };
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      stdout += chunk;
      take(chunk);
    });
    child.stderr.setEncoding("utf8").on("data", take);
    this.outcome = new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code) => resolve({ code: code ?? 137, stdout, all }));
    });
  }

  /** Tells each line that is printed from now on. */
  onLine(read: (line: string) => void): void {
    this.#readers.add(read);
  }

  /** Waits for a line that is printed from now on. */
  line(pattern: RegExp): Promise<void> {
    return new Promise((resolve, reject) => {
      this.onLine((line) => pattern.test(line) && resolve());
      void this.outcome.then(({ all }) => reject(new Error(`it ended without ${pattern}:\n${all.slice(-6000)}`)));
    });
  }
}
