import { closeSync, openSync, readSync, statSync } from "node:fs";

const TAIL_BYTES = 32 * 1024;

/** The last whole lines of a file. */
export function tail(path: string, bytes: number = TAIL_BYTES): string {
  const { size } = statSync(path);
  const start = Math.max(0, size - bytes);
  const buffer = Buffer.alloc(size - start);
  const file = openSync(path, "r");
  try {
    readSync(file, buffer, 0, buffer.length, start);
  } finally {
    closeSync(file);
  }
  const text = buffer.toString("utf8");
  return start === 0 ? text : text.slice(text.indexOf("\n") + 1);
}
