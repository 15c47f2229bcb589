/** Reports progress on stderr; stdout stays free for what a program may read. */
export class Progress {
  private readonly began = performance.now();

  constructor(
    private readonly quiet: boolean = false,
    private readonly out: NodeJS.WriteStream = process.stderr,
  ) {}

  get isTerminal(): boolean {
    return this.out.isTTY === true;
  }

  /** A step that begins, with the seconds since the start. */
  step(text: string): void {
    this.line(`[${((performance.now() - this.began) / 1000).toFixed(1).padStart(6)} s] ${text}`);
  }

  /** An explanation that belongs to the step before. */
  note(text: string): void {
    this.line(text.replace(/^/gm, "            "));
  }

  /** Text as it is. */
  print(text: string): void {
    this.line(text);
  }

  /** What a quiet run says in place of all that it has left out. */
  brief(text: string): void {
    if (this.quiet) this.out.write(`${text}\n`);
  }

  /** A line that is rewritten in a terminal, and not shown elsewhere. */
  transient(text: string): void {
    if (this.quiet || !this.out.isTTY) return;
    const width = (this.out.columns ?? 80) - 1;
    this.out.write(`\r\u001b[K${`            ${text}`.slice(0, width)}`);
  }

  /** Something that even `--quiet` must not hide. */
  warn(text: string): void {
    this.clear();
    this.out.write(`warning: ${text}\n`);
  }

  /** Ends a transient line. */
  clear(): void {
    if (this.out.isTTY) this.out.write("\r\u001b[K");
  }

  private line(text: string): void {
    if (this.quiet) return;
    this.clear();
    this.out.write(`${text}\n`);
  }
}
