import { lstatSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { writeIfChanged } from "../state/files";
import type { Layout } from "../state/layout";

/**
 * A Pulumi project that runs the checkout's program with stack files of its own: the user's are neither written to nor
 * is their passphrase needed.
 */
export function createProject(layout: Layout): void {
  for (const directory of [layout.project, layout.pulumiState, layout.pulumiHome])
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  keepNoLogs(join(layout.pulumiHome, "logs"));
  const link = join(layout.project, "program");
  if (!pointsTo(link, layout.checkout)) {
    rmSync(link, { force: true });
    symlinkSync(layout.checkout, link);
  }
  const original = readFileSync(join(layout.checkout, "Pulumi.yaml"), "utf8");
  writeIfChanged(join(layout.project, "Pulumi.yaml"), projectFile(original));
}

/**
 * Has the CLI go without its own logs, which it does where it can't make their directory. It (3.259) writes down every
 * property of every call, 18 MB a preview, in half of its time, and has no setting for it.
 */
function keepNoLogs(logs: string): void {
  if (lstatSync(logs, { throwIfNoEntry: false })?.isFile()) return;
  rmSync(logs, { recursive: true, force: true });
  writeFileSync(logs, "");
}

/** What of a Pulumi.yaml has a path. */
interface Project {
  main?: string;
  plugins?: { providers: { path: string }[] };
}

/** The checkout's Pulumi.yaml with its program, and the providers in it, moved behind the link. */
export function projectFile(original: string): string {
  const project = parse(original) as Project;
  const behind = (path: string) => join("program", path);
  const providers = project.plugins?.providers.map((each) => ({ ...each, path: behind(each.path) }));
  return stringify(
    { ...project, ...(providers && { plugins: { providers } }), main: behind(project.main ?? "") },
    { lineWidth: 0 },
  );
}

function pointsTo(link: string, target: string): boolean {
  return lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() === true && readlinkSync(link) === target;
}
