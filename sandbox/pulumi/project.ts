import { lstatSync, mkdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
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
  const link = join(layout.project, "program");
  if (!pointsTo(link, layout.checkout)) {
    rmSync(link, { force: true });
    symlinkSync(layout.checkout, link);
  }
  const original = readFileSync(join(layout.checkout, "Pulumi.yaml"), "utf8");
  writeIfChanged(join(layout.project, "Pulumi.yaml"), projectFile(original));
}

/** The checkout's Pulumi.yaml with its program moved behind the link. */
export function projectFile(original: string): string {
  const project = parse(original) as { main?: string };
  return stringify({ ...project, main: join("program", project.main ?? "") }, { lineWidth: 0 });
}

function pointsTo(link: string, target: string): boolean {
  return lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink() === true && readlinkSync(link) === target;
}
