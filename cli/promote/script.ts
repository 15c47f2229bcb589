import { spawnSync } from "node:child_process";

/** The script that moves branches. It has no packages, so that it can run where nothing else may push. */
const SCRIPT = "ci/promote.mjs";

/** Options that the script takes as well. */
export interface MoveOptions {
  commit?: string;
  checked?: string;
  remote?: string;
  dryRun?: boolean;
}

/** What a promotion would do. */
export interface Plan {
  /** The branch before. */
  source: string;
  commit: string;
  /** Whether there is anything to do. */
  moves: boolean;
  text: string;
}

/** What the script would do; nothing where it refuses, which it has said then. The rendered tree is checked by it. */
export function plan(directory: string, target: string, options: MoveOptions): Plan | undefined {
  const { status, stdout } = run(directory, [target, "--plan", ...flags(options)], "pipe");
  return status === 0 ? (JSON.parse(stdout) as Plan) : undefined;
}

/** Moves the branch, and says so; false where the script refuses, which it has said then. */
export function move(directory: string, target: string, options: MoveOptions): boolean {
  return run(directory, [target, ...flags(options)], "inherit").status === 0;
}

function flags({ commit, checked, remote, dryRun }: MoveOptions): string[] {
  const values = Object.entries({ commit, checked, remote });
  const given = values.flatMap(([name, value]) => (value === undefined ? [] : [`--${name}=${value}`]));
  return [...given, ...(dryRun ? ["--dry-run"] : [])];
}

function run(cwd: string, args: readonly string[], stdout: "pipe" | "inherit") {
  const result = spawnSync(process.execPath, [SCRIPT, ...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", stdout, "inherit"],
  });
  if (result.error) throw result.error;
  return result;
}
