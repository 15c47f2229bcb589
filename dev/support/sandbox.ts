import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { layoutAt, type Layout } from "../sandbox/state/layout";

/** Where a test may put a sandbox's files. */
export interface Scratch {
  directory: string;
  layout: Layout;
}

/** Gives each test of a suite a directory of its own, and removes it afterwards. */
export function scratchSandbox(take: (scratch: Scratch) => void): void {
  let directory: string;
  beforeEach(() => {
    // A space and a quote, for whoever forgets that a path can hold them.
    directory = mkdtempSync(join(tmpdir(), "sandbox test's "));
    take({ directory, layout: layoutAt(join(directory, "state"), join(directory, "checkout")) });
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));
}
