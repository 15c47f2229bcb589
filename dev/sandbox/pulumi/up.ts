import type { EngineEvent } from "@pulumi/pulumi/automation";
import { openStack } from "../../../cli/stack/automation";
import { PulumiError } from "../../../cli/stack/run";
import { UserError } from "../../../core/errors";
import type { ClusterName } from "../state/layout";
import { BoundedLog } from "../supervise/log";
import type { Progress } from "../terminal/progress";
import { sandboxCli, type PulumiOptions } from "./environment";
import { changes, errorReport, Operations, waitingFor } from "./operations";
import { recoverStack } from "./recover";

const LINE_EVERY_MS = 10_000;

/** `pulumi up` of a stack; the terminal shows how far it is, the log everything. Returns what it changed, in words. */
export async function pulumiUp(stack: ClusterName, options: PulumiOptions, progress: Progress): Promise<string> {
  const path = options.layout.log(`pulumi-${stack}`);
  if (await recoverStack(stack, options)) progress.note("an earlier start was killed; its stack was put in order");
  const log = new BoundedLog(path);
  const write = (chunk: string) => log.write(chunk);
  const show = reporter(progress);
  const events: EngineEvent[] = [];
  const onEvent = (event: EngineEvent) => {
    events.push(event);
    show(event);
  };
  try {
    const opened = await openStack(stack, sandboxCli(options));
    await opened.up({ color: "never", onEvent, onOutput: write, onError: write });
    return changes(events.find(({ summaryEvent }) => summaryEvent)?.summaryEvent?.resourceChanges ?? {});
  } catch (error) {
    if (!(error instanceof PulumiError)) throw error;
    const reason = errorReport(events) || error.reason;
    throw new UserError(`pulumi up --stack ${stack} failed:\n\n${reason}\n\nThe whole output is in ${path}`);
  } finally {
    progress.clear();
    log.close();
  }
}

/** Shows what is being done now: in a terminal all the time, elsewhere every ten seconds. */
function reporter(progress: Progress): (event: EngineEvent) => void {
  const operations = new Operations();
  let shownAt = performance.now();
  return (event) => {
    const failure = operations.take(event);
    if (failure !== undefined) return progress.note(failure);
    const waiting = waitingFor(event);
    if (waiting === undefined && event.diagnosticEvent) return;
    const text = waiting ?? operations.summary;
    progress.transient(text);
    if (progress.isTerminal || performance.now() - shownAt < LINE_EVERY_MS) return;
    shownAt = performance.now();
    progress.note(text);
  };
}
