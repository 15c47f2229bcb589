import { closeSync, openSync, renameSync, statSync, writeSync } from "node:fs";

const LIMIT_BYTES = 8 * 1024 * 1024;

/** A log that never grows beyond twice its limit: when it is full it becomes `<path>.1` and a new one begins. */
export class BoundedLog {
  private file: number;
  private size: number;

  constructor(
    private readonly path: string,
    private readonly limit: number = LIMIT_BYTES,
  ) {
    this.file = openSync(path, "a", 0o600);
    this.size = statSync(path).size;
  }

  write(chunk: Buffer | string): void {
    const bytes = Buffer.from(chunk);
    if (this.size > 0 && this.size + bytes.length > this.limit) this.rotate();
    writeSync(this.file, bytes);
    this.size += bytes.length;
  }

  /** A line of the supervisor's own, marked so that it is not mistaken for the program's. */
  note(text: string): void {
    this.write(`--- ${new Date().toISOString()} sandbox: ${text}\n`);
  }

  close(): void {
    closeSync(this.file);
  }

  private rotate(): void {
    closeSync(this.file);
    renameSync(this.path, `${this.path}.1`);
    this.file = openSync(this.path, "a", 0o600);
    this.size = 0;
  }
}
