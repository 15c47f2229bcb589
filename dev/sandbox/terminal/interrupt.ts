import { UserError } from "../../../core/errors";

// One Ctrl-C can arrive more than once: from the terminal, and from the programs between it and us.
const SAME_MS = 1_000;

/** An abort signal that Ctrl-C and a polite kill trigger. A second Ctrl-C ends this process at once. */
export function interruptible(): AbortSignal {
  const controller = new AbortController();
  let first = 0;
  const onSignal = (name: NodeJS.Signals) => {
    if (controller.signal.aborted && performance.now() - first > SAME_MS) process.exit(130);
    if (controller.signal.aborted) return;
    first = performance.now();
    controller.abort(new Interrupted(name));
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal).on("SIGHUP", onSignal);
  return controller.signal;
}

/** The user wants it to end. */
export class Interrupted extends UserError {
  constructor(signal: string) {
    super(`interrupted (${signal})`);
  }
}
