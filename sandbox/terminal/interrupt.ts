import { UserError } from "../../config/errors";

/** An abort signal that Ctrl-C and a polite kill trigger. A second Ctrl-C ends this process at once. */
export function interruptible(): AbortSignal {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals) => {
    if (controller.signal.aborted) process.exit(130);
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
