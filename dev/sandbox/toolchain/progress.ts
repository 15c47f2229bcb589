/** Reports how far a long build is: by rewriting one line on a terminal, by a line now and then elsewhere. */

/** Where progress is shown. */
export interface Progress {
  /** Something worth keeping. */
  line: (text: string) => void;
  /** The current state; only as many of these are shown as a reader can follow. */
  status: (text: string) => void;
  /** The status just shown is out of date. */
  clear: () => void;
}

const EVERY_MS = 15_000;
const TERMINAL_EVERY_MS = 200;

/** Progress as plain lines through `log`: a status only every 15 seconds, and none in the first. */
export function progressInLines(log: (line: string) => void, now: () => number = () => performance.now()): Progress {
  let last = now();
  return {
    line: (text) => {
      last = now();
      log(text);
    },
    status: (text) => {
      if (now() - last < EVERY_MS) return;
      last = now();
      log(text);
    },
    clear: () => {},
  };
}

/** Progress on standard error, in the form that suits it. */
export function progressOnStderr(stream: NodeJS.WriteStream = process.stderr): Progress {
  if (!stream.isTTY) return progressInLines((line) => stream.write(`${line}\n`));
  let last = 0;
  const clear = () => stream.write("\r\x1b[K");
  return {
    line: (text) => {
      clear();
      stream.write(`${text}\n`);
    },
    status: (text) => {
      if (performance.now() - last < TERMINAL_EVERY_MS) return;
      last = performance.now();
      clear();
      // Some terminals don't know their width and say 0.
      stream.write(text.slice(0, (stream.columns || 80) - 1));
    },
    clear,
  };
}

/** A time span as people say it. */
export function span(seconds: number): string {
  const whole = Math.round(seconds);
  return whole < 90 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
