import { UserError } from "../../../core/errors";
import type { ClusterName } from "../state/layout";
import { BoundedLog } from "../supervise/log";
import type { Progress } from "../terminal/progress";
import { byLine, changes, diagnostics, parseResourceLine } from "./output";
import { recoverStack } from "./recover";
import { pulumi, type PulumiOptions } from "./run";

const LINE_EVERY_MS = 10_000;

/** `pulumi up` of a stack; the terminal sees how far it is, the log everything. Returns what it changed, in words. */
export async function pulumiUp(
  stack: ClusterName,
  options: Omit<PulumiOptions, "input" | "onOutput">,
  progress: Progress,
): Promise<string> {
  const { layout, signal } = options;
  const path = layout.log(`pulumi-${stack}`);
  const log = new BoundedLog(path);
  const tell = reporter(progress);
  if (await recoverStack(stack, options)) progress.note("an earlier start was killed; its stack was put in order");
  try {
    const args = ["up", "--stack", stack, "--yes", "--skip-preview", "--non-interactive", "--color", "never"];
    const onOutput = byLine((line) => {
      log.write(`${line}\n`);
      tell(line);
    });
    const { code, output } = await pulumi(args, { ...options, onOutput });
    progress.clear();
    signal.throwIfAborted();
    if (code !== 0)
      throw new UserError(
        `pulumi up --stack ${stack} failed:\n\n${diagnostics(output)}\n\nThe whole output is in ${path}`,
      );
    return changes(output);
  } finally {
    log.close();
  }
}

/** Tells what is being done now: in a terminal all the time, elsewhere every ten seconds. */
function reporter(progress: Progress): (line: string) => void {
  const running = new Map<string, string>();
  let done = 0;
  let toldAt = performance.now();
  return (line) => {
    const resource = parseResourceLine(line);
    if (resource === undefined) return;
    const key = `${resource.type} ${resource.name}`;
    if (resource.state.endsWith("ing")) running.set(key, resource.state);
    else if (running.delete(key)) done++;
    if (resource.state.endsWith("failed")) return progress.note(`${key}: ${resource.state}`);
    const [current] = [...running].filter(([name]) => !name.startsWith("pulumi:pulumi:Stack")).slice(-1);
    const text = resource.waiting ?? `${done} resources done${current ? `; ${current[1]} ${current[0]}` : ""}`;
    progress.transient(text);
    if (progress.isTerminal || performance.now() - toldAt < LINE_EVERY_MS) return;
    toldAt = performance.now();
    progress.note(text);
  };
}
