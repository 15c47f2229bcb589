/** Builds a group of tools from its recipe with the go command, and reports how far it is. */
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { UserError } from "../../../core/errors";
import type { Group } from "./catalogue";
import type { Go } from "./go";
import { span, type Progress } from "./progress";
import { compilerFlagsOf, copyRecipe, ldflagsOf } from "./recipe";
import { run, RunError } from "./run";
import { STEPS } from "./steps";

/** What a build needs beside its recipe. */
export interface BuildContext {
  go: Go;
  progress: Progress;
  /** Which one of how many this is. */
  position: string;
  /** Where everything that the go command says is kept. */
  logFile: string;
  signal?: AbortSignal;
}

/** Far beyond what a slow machine needs, but not for ever. */
const limitOf = (group: Group): number => Math.max(1800, group.seconds * 12);

/** Builds a group: the binaries go to `made`, everything else to `scratch`. */
export async function buildGroup(
  group: Group,
  binaries: string,
  scratch: string,
  context: BuildContext,
): Promise<void> {
  const { go, progress, position, logFile, signal } = context;
  const dir = join(scratch, "recipe");
  copyRecipe(group.recipe, dir);
  mkdirSync(dirname(logFile), { recursive: true });
  rmSync(logFile, { force: true });

  const started = performance.now();
  const title = `${position} ${group.tools.map(({ name, version }) => `${name} ${version}`).join(", ")}`;
  progress.line(`${title}: building (${span(group.seconds)} or less on two cores)`);
  const elapsed = () => span((performance.now() - started) / 1000);
  let doing = "preparing";
  const clock = setInterval(() => progress.status(`${title}: ${doing}, ${elapsed()} so far`), 1000);
  const limitSeconds = limitOf(group);
  const options = { cwd: dir, limitSeconds, signal, logFile };
  let downloads = 0;
  const onDownload = (line: string) => {
    if (line.startsWith("go: downloading")) doing = `downloading modules (${++downloads})`;
  };
  const ldflags = ldflagsOf(group);
  const flags = [...compilerFlagsOf(group), "-ldflags", ldflags];
  const packages = group.tools.map((tool) => tool.package);
  try {
    if (group.step) {
      await STEPS[group.step]({
        group,
        dir,
        ldflags,
        go: (...args) => go.run(args, { ...options, onErrorLine: onDownload }),
        run: (command, args, env) => run(command, args, { ...options, env }),
      });
    }
    const stale = ["list", "-deps", ...flags, "-f", "{{if .Stale}}{{.ImportPath}}{{end}}", ...packages];
    const total = (await go.run(stale, { ...options, onErrorLine: onDownload })).split("\n").length;
    let compiled = 0;
    const report = () => {
      doing = compiled < total - 1 ? `${Math.floor((100 * compiled) / total)} % of ${total} packages` : "linking";
    };
    const onPackage = (line: string) => {
      if (/^[\w./-]+$/.test(line)) compiled++;
      report();
    };
    report();
    const [only] = group.tools;
    const output = group.tools.length === 1 ? join(binaries, only!.name) : `${binaries}/`;
    await go.run(["build", "-v", ...flags, "-o", output, ...packages], {
      ...options,
      onErrorLine: onPackage,
    });
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    throw new UserError(
      `building ${group.name} failed: ${error.message}\n` +
        `The whole log is in ${logFile}. What was compiled is kept, so another try goes on from here.`,
    );
  } finally {
    clearInterval(clock);
    progress.clear();
  }
  for (const { name, package: path } of group.tools) {
    const built = join(binaries, commandName(path));
    if (!existsSync(join(binaries, name))) renameSync(built, join(binaries, name));
  }
  progress.line(`${title}: built in ${elapsed()}`);
}

/** Downloads the modules of groups to come while the processor is busy with the first; failures show up later. */
export async function prefetch(groups: readonly Group[], scratch: string, go: Go, signal: AbortSignal): Promise<void> {
  try {
    for (const group of groups) {
      const dir = join(scratch, group.name);
      copyRecipe(group.recipe, dir);
      const packages = group.tools.map((tool) => tool.package);
      await go.run(["list", "-e", "-deps", ...packages], { cwd: dir, limitSeconds: limitOf(group), signal });
    }
  } catch {
    // The build of that group meets the same trouble, and reports it.
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The name that `go build` gives to a package's command. */
function commandName(path: string): string {
  return basename(path.replace(/\/v\d+$/, ""));
}
