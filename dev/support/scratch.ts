import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Gives each test of a suite an empty directory of its own, by its real path, and removes it afterwards. */
export function eachInDirectory(begin: (directory: string) => void): void {
  let directory: string;
  beforeEach(() => {
    directory = realpathSync(mkdtempSync(join(tmpdir(), "scratch-")));
    begin(directory);
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));
}
