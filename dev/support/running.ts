import { createInterface } from "node:readline";
import execa from "execa";
import type { Outcome } from "./shell";

/** A command that runs while other things happen. It leads a session of its own. */
export class Running {
  readonly pid: number;
  /** How it ended. */
  readonly outcome: Promise<Outcome>;
  readonly #readers = new Set<(line: string) => void>();

  constructor(command: string, args: readonly string[], options: { cwd: string; env: NodeJS.ProcessEnv }) {
    const child = execa(command, args, {
      ...options,
      extendEnv: false,
      detached: true,
      stdin: "ignore",
      all: true,
      reject: false,
      maxBuffer: Infinity,
      stripFinalNewline: false,
    });
    this.pid = child.pid ?? 0;
    if (child.all) {
      createInterface({ input: child.all }).on("line", (line) => this.#readers.forEach((read) => read(line)));
    }
    this.outcome = child.then((result) => {
      if (child.pid === undefined) throw result as unknown as Error;
      return { code: result.exitCode ?? 137, stdout: result.stdout, all: result.all ?? "" };
    });
  }

  /** Passes on each line that is printed from now on. */
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
