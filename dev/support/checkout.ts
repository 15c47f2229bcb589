import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import execa from "execa";
import { crash, type Crash } from "./crash";
import { useFixture } from "./fixture";
import { Running } from "./running";
import { run, variablesOf, type Outcome } from "./shell";

const AUTHOR = {
  GIT_AUTHOR_NAME: "test",
  GIT_AUTHOR_EMAIL: "test@example.com",
  GIT_COMMITTER_NAME: "test",
  GIT_COMMITTER_EMAIL: "test@example.com",
};

/** What tests add to a command because nobody is there to answer it, or to read it. */
const UNATTENDED: Record<string, string[]> = {
  npm: ["--silent"],
  pulumi: ["--yes", "--skip-preview", "--non-interactive"],
};

/** A process, as `sandbox status` reports it. */
interface SandboxProcess {
  name: string;
  /** None while it does not run. */
  pid?: number;
  ports: Record<string, number>;
}

/**
 * A checkout of its own, as a user has one: the files of this one as they are now, with the catalogue and the stacks of
 * the fixture, committed in a new repository, with a sandbox of its own beside it. Only the installed packages are shared.
 */
export class Checkout {
  readonly root = mkdtempSync(join(tmpdir(), "agentgateway-e2e-"));
  readonly directory = join(this.root, "checkout");
  /** State of the sandbox. */
  readonly sandbox = join(this.root, "sandbox");
  /** All that any command has printed. */
  printed = "";

  /** What was run, as a reader of a page would type it. */
  readonly #typed = new Set<string>();
  readonly #npm: NodeJS.ProcessEnv = { ...process.env, ...AUTHOR, AGENTGATEWAY_SANDBOX_DIR: this.sandbox };
  #shell: NodeJS.ProcessEnv = this.#npm;

  /** @param variables of every command. Default: none but the process's own */
  constructor(original: string, variables: Record<string, string> = {}) {
    Object.assign(this.#npm, variables);
    const listed = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    const files = execa.sync("git", listed, { cwd: original }).stdout;
    for (const file of files.split("\0").filter(Boolean)) {
      mkdirSync(dirname(join(this.directory, file)), { recursive: true });
      cpSync(join(original, file), join(this.directory, file));
    }
    symlinkSync(join(original, "node_modules"), join(this.directory, "node_modules"));
    useFixture(this.directory);
    execa.sync("git", ["init", "--quiet", "--initial-branch=main"], { cwd: this.directory });
    this.commit("start");
  }

  /** `npm run <script>`; `npm start` and `npm stop` are scripts too. */
  async npm(script: string, ...args: string[]): Promise<Outcome> {
    this.#note(["npm", "run", script, ...(args.length > 0 ? ["--", ...args] : [])]);
    return this.#keep(
      await run("npm", ["run", "--silent", script, "--", ...args], {
        cwd: this.directory,
        env: this.#npm,
        minutes: 40,
      }),
    );
  }

  /** A process of its sandbox. */
  async process(name: string): Promise<SandboxProcess> {
    const { code, stdout, all } = await this.npm("sandbox", "status", "--json");
    if (code !== 0) throw new Error(all);
    const process = (JSON.parse(stdout) as { processes: SandboxProcess[] }).processes.find(
      (each) => each.name === name,
    );
    if (process === undefined) throw new Error(`the sandbox has no process ${name}`);
    return process;
  }

  /** What the README's `eval "$(npm run -s sandbox -- env)"` does to a shell. */
  async enterSandbox(): Promise<void> {
    const { code, stdout, all } = await this.npm("sandbox", "env");
    if (code !== 0) throw new Error(all);
    this.#shell = { ...this.#npm, ...(await variablesOf(stdout)) };
  }

  /** A shell without a sandbox: tools of a directory, and a Pulumi that keeps its state beside the checkout. */
  useTools(binDir: string): void {
    const state = join(this.root, "pulumi-state");
    mkdirSync(state);
    this.#shell = {
      ...this.#npm,
      PATH: [binDir, join(this.directory, "node_modules", ".bin"), process.env.PATH].join(":"),
      PULUMI_HOME: join(this.root, "pulumi-home"),
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: "of a test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
  }

  /** A command in that shell. */
  async shell(command: string, args: readonly string[], input?: string): Promise<Outcome> {
    this.#note([command, ...args]);
    return this.#keep(await run(command, args, { cwd: this.directory, env: this.#shell, input }));
  }

  /** A command in that shell that runs while other things happen. */
  running(command: string, args: readonly string[]): Running {
    const running = new Running(command, args, { cwd: this.directory, env: this.#shell });
    void running.outcome.then((outcome) => this.#keep(outcome));
    return running;
  }

  /** A command in that shell that is killed, with all that it has started, at the first line that `isNow` says yes to. */
  async crash(command: string, args: readonly string[], isNow: (line: string) => boolean): Promise<Crash> {
    return this.#keep(await crash(command, args, { cwd: this.directory, env: this.#shell }, isNow));
  }

  /** `npm run <script>`, killed likewise. */
  async crashNpm(script: string, isNow: (line: string) => boolean): Promise<Crash> {
    const args = ["run", "--silent", script];
    return this.#keep(await crash("npm", args, { cwd: this.directory, env: this.#npm }, isNow));
  }

  /** A command in that shell whose output is not kept among what was printed, because it is meant to show secrets. */
  silently(command: string, args: readonly string[]): Promise<Outcome> {
    return run(command, args, { cwd: this.directory, env: this.#shell });
  }

  /** A variable of that shell. */
  variable(name: string): string {
    const value = this.#shell[name];
    if (value === undefined) throw new Error(`${name} is not set`);
    return value;
  }

  /** `pulumi <words>` in that shell. */
  pulumi(...words: string[]): Promise<Outcome> {
    return this.shell("pulumi", [...words, "--non-interactive"]);
  }

  /** What `kubectl get … -o json` says. */
  async get<T>(context: string, ...words: string[]): Promise<T> {
    const args = ["--context", context, "get", ...words, "-o", "json"];
    const { code, stdout, all } = await this.silently("kubectl", args);
    if (code !== 0) throw new Error(all);
    return JSON.parse(stdout) as T;
  }

  /** Fails when one of these was not run, word for word but for what answers questions in advance. */
  assertRan(commands: readonly string[]): void {
    assert.deepEqual(
      commands.filter((command) => !this.#typed.has(command)),
      [],
    );
  }

  #note(words: readonly string[]): void {
    const unattended = UNATTENDED[words[0] ?? ""] ?? [];
    this.#typed.add(words.filter((word) => !unattended.includes(word)).join(" "));
  }

  /** Ends its sandbox and deletes both. */
  async discard(): Promise<void> {
    const { code, all } = await this.npm("sandbox", "reset");
    if (code !== 0) throw new Error(all);
    rmSync(this.root, { recursive: true, force: true });
  }

  edit(file: string, change: (text: string) => string): void {
    const path = join(this.directory, file);
    const before = readFileSync(path, "utf8");
    const after = change(before);
    if (after === before) throw new Error(`the edit of ${file} changed nothing`);
    writeFileSync(path, after);
  }

  /** Commits all files as they are, and returns the commit. */
  commit(message: string): string {
    this.git("add", "--all");
    this.git("commit", "--quiet", "--message", message);
    return this.git("rev-parse", "HEAD");
  }

  /** What git says here. */
  git(...args: string[]): string {
    return execa.sync("git", args, { cwd: this.directory, env: AUTHOR }).stdout.trim();
  }

  #keep<T extends Outcome>(outcome: T): T {
    this.printed += outcome.all;
    return outcome;
  }
}
