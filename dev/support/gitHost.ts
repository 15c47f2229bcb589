import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gitEnvironment } from "../../core/git";
import { createRepository } from "../sandbox/git/repositories";
import { contentServer, contentUrls, GIT_USER } from "../sandbox/http/server";
import { createDirectories, type Layout } from "../sandbox/state/layout";

/** What lets somebody into a {@link GitHost}. */
export const GIT_PASSWORD = "a-password-of-the-git-host";

/** A Git host with a private repository, as the sandbox has one: its branch is `dev`. */
export class GitHost {
  private constructor(
    private readonly server: Server,
    /** Address of the repository. */
    readonly url: string,
  ) {}

  static async open(layout: Layout): Promise<GitHost> {
    createDirectories(layout);
    await createRepository(layout);
    const { git, charts } = layout;
    const beforePush = () => Promise.resolve(() => undefined);
    const server = contentServer({ git, charts, password: GIT_PASSWORD, beforePush }).listen(0, "127.0.0.1");
    await once(server, "listening");
    return new GitHost(server, contentUrls((server.address() as AddressInfo).port).repository);
  }

  /** The address with the password in it, as a CI system writes it into a clone. */
  get open(): string {
    return this.url.replace("//", `//${GIT_USER}:${GIT_PASSWORD}@`);
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** A working copy of a repository. The host answers from this process, so nothing here waits without letting it. */
export class WorkingCopy {
  constructor(readonly directory: string) {}

  async git(...args: string[]): Promise<string> {
    const who = [
      "-c",
      "user.name=a",
      "-c",
      "user.email=a@b",
      "-c",
      "commit.gpgSign=false",
      "-c",
      "core.hooksPath=/dev/null",
    ];
    const run = promisify(execFile)("git", ["-C", this.directory, ...who, ...args], { env: gitEnvironment() });
    return (await run).stdout.trim();
  }

  /** Writes files; one without contents is removed. */
  write(files: Record<string, string | undefined>): void {
    for (const [file, text] of Object.entries(files)) {
      const path = join(this.directory, file);
      mkdirSync(dirname(path), { recursive: true });
      if (text === undefined) rmSync(path);
      else writeFileSync(path, text);
    }
  }

  /** Commits files, and returns the commit. */
  async commit(subject: string, files: Record<string, string | undefined> = {}): Promise<string> {
    this.write(files);
    await this.git("add", "--all");
    await this.git("commit", "--quiet", "--allow-empty", "--message", subject);
    return this.git("rev-parse", "HEAD");
  }
}
