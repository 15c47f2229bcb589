import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";

/** Commands that stand for others on PATH: each writes down how it is called and what it is given, and answers. */
export class StandIns {
  readonly directory = mkdtempSync(join(tmpdir(), "stand-ins-"));

  /** @param answer shell commands; `$1` and so on are the arguments */
  add(name: string, answer: string): void {
    const file = join(this.directory, name);
    const note = `echo "${name} $*" >> "${join(this.directory, "calls")}"`;
    writeFileSync(file, `#!/bin/sh\n${note}\n${answer}\n`);
    chmodSync(file, 0o755);
  }

  /** Runs a script of `ci/`, with these commands before all others. */
  run(script: string, args: readonly string[], variables: NodeJS.ProcessEnv = {}): SpawnSyncReturns<string> {
    const env = { ...process.env, PATH: `${this.directory}${delimiter}${process.env.PATH}`, ...variables };
    return spawnSync(process.execPath, [script, ...args], { encoding: "utf8", env });
  }

  /** How they were called, in order. */
  calls(): string[] {
    try {
      return readFileSync(join(this.directory, "calls"), "utf8").trimEnd().split("\n");
    } catch {
      return [];
    }
  }

  remove(): void {
    rmSync(this.directory, { recursive: true });
  }
}
