import { renameSync, rmSync, writeFileSync } from "node:fs";

/** A file that is being written, by the process of that number. */
const UNFINISHED = /\.(\d+)\.tmp$/;

/**
 * Writes a file in one step, so that a reader, a crash or a full disk never leaves half of it.
 *
 * Our own, because write-file-atomic 8.0.0 calls `write` once and does not look at how much was written: on a disk with
 * 16 KB left it replaces a file by the first 16 KB of the new one and reports success. Node's `writeFileSync` goes on
 * until all is written or an error says why not.
 */
export function writeWhole(file: string, text: string, options: { mode?: number; flush?: boolean } = {}): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text, options);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Whether a path is that of a file that is not whole yet. */
export function isUnfinished(path: string): boolean {
  return UNFINISHED.test(path);
}

/** Whether a path is that of a file that a process which was killed had begun to write. */
export function isOrphaned(path: string): boolean {
  const pid = UNFINISHED.exec(path)?.[1];
  return pid !== undefined && !runs(Number(pid));
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
