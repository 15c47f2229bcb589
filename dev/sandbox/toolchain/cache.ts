/**
 * Finished builds, kept under a key. An entry is filled in a directory of its own and renamed into place as a whole,
 * so whatever ends a build (Ctrl-C, SIGKILL, a full disk) leaves no entry, and two builders can't mix their files.
 */
import { mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { UserError } from "../../../core/errors";
import { takeLock } from "../state/lock";
import { inspect, seal } from "./manifest";
import { isAbandoned, workDir } from "./work";

/** What identifies an entry: the name people read, and the hash of all that its content depends on. */
export interface EntryKey {
  name: string;
  hash: string;
}

/** Fills an empty directory with the files of an entry. `scratch` is removed afterwards. */
export type Builder = (dir: string, scratch: string) => Promise<void>;

/** How to ensure an entry. */
export interface EnsureOptions {
  log: (line: string) => void;
  signal?: AbortSignal;
  /** How long to wait for another process that builds the same. */
  waitMs?: number;
  pollMs?: number;
}

const WAIT_MS = 60 * 60_000;

/** The cache below one directory. */
export class Cache {
  constructor(readonly root: string) {}

  /** Where an entry is or will be. */
  dirOf(key: EntryKey): string {
    return join(this.root, "entries", `${key.name}-${key.hash}`);
  }

  /** Whether an entry can be used as it is. */
  has(key: EntryKey): boolean {
    return inspect(this.dirOf(key)).state === "sound";
  }

  /** Returns the directory of an entry; builds it when it is absent or damaged. */
  async ensure(key: EntryKey, build: Builder, options: EnsureOptions): Promise<string> {
    const dir = this.dirOf(key);
    if (this.has(key)) return dir;
    const locks = join(this.root, "locks");
    mkdirSync(locks, { recursive: true });
    const lock = join(locks, `${key.name}-${key.hash}.lock`);
    const limitMs = options.waitMs ?? WAIT_MS;
    const release = await takeLock(lock, {
      limitMs,
      pollMs: options.pollMs,
      signal: options.signal,
      onWait: (pid) => options.log(`process ${pid} is building ${key.name}; waiting for it`),
      tooLong: (pid) =>
        new UserError(
          `process ${pid} has held ${lock} for more than ${Math.round(limitMs / 60_000)} minutes: ` +
            "look at what it does, end it if it hangs, and try again",
        ),
    });
    try {
      const condition = inspect(dir);
      if (condition.state === "sound") return dir;
      if (condition.state === "damaged") options.log(`${key.name}: ${condition.reason}; building it again`);
      await this.fill(key, build);
      return dir;
    } finally {
      release();
    }
  }

  private async fill(key: EntryKey, build: Builder): Promise<void> {
    this.removeLeftovers();
    const work = workDir(this.root, `${key.name}-${key.hash}`);
    const [output, scratch, old] = ["made", "scratch", "old"].map((name) => join(work, name)) as [
      string,
      string,
      string,
    ];
    rmSync(work, { recursive: true, force: true });
    mkdirSync(output, { recursive: true });
    mkdirSync(scratch);
    try {
      await build(output, scratch);
      if (readdirSync(output).length === 0) throw new UserError(`the build of ${key.name} made no files`);
      seal(output);
      const dir = this.dirOf(key);
      mkdirSync(join(this.root, "entries"), { recursive: true });
      // Programs that still run from a damaged entry keep their files until they end.
      if (inspect(dir).state !== "absent") renameSync(dir, old);
      renameSync(output, dir);
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  }

  /** Removes what builders that were killed have left. */
  private removeLeftovers(): void {
    const work = join(this.root, "work");
    mkdirSync(work, { recursive: true });
    for (const name of readdirSync(work)) {
      if (isAbandoned(name)) rmSync(join(work, name), { recursive: true, force: true });
    }
  }
}

/** `$AGENTGATEWAY_TOOLCHAIN_DIR`, else the place that the XDG base directories give to caches: all checkouts share it. */
export function toolchainDir(env: NodeJS.ProcessEnv = process.env): string {
  if (env.AGENTGATEWAY_TOOLCHAIN_DIR) return resolve(env.AGENTGATEWAY_TOOLCHAIN_DIR);
  const caches = env.XDG_CACHE_HOME ? resolve(env.XDG_CACHE_HOME) : join(homedir(), ".cache");
  return join(caches, "agentgateway-infra", "toolchain");
}
