import { spawn } from "node:child_process";
import { withTemporary } from "../../../cli/stack/temporary";
import type { Layout } from "../state/layout";
import { sendSignal } from "../supervise/reap";
import type { Toolchain } from "../toolchain";
import { pulumiEnvironment } from "./environment";

const KILL_AFTER_MS = 30_000;

/** How a Pulumi command is run. */
export interface PulumiOptions {
  readonly layout: Layout;
  readonly toolchain: Pick<Toolchain, "bin" | "binDir">;
  readonly signal: AbortSignal;
  /** Given on standard input: a secret must not stand in a process list. */
  readonly input?: string;
  /** Receives the output as it comes. */
  readonly onOutput?: (chunk: string) => void;
}

/** Runs the Pulumi CLI in the sandbox's project; resolves to its exit code and everything it said. */
export function pulumi(args: readonly string[], options: PulumiOptions): Promise<{ code: number; output: string }> {
  const { layout, toolchain, signal } = options;
  signal.throwIfAborted();
  const env = pulumiEnvironment(layout, toolchain.binDir, process.env);
  return withTemporary((temporary) => runPulumi(args, { ...env, ...temporary }, options));
}

function runPulumi(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { layout, toolchain, signal, input, onOutput }: PulumiOptions,
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    // A group of its own: Ctrl-C reaches it once, through us, and in time the language host and providers too.
    const child = spawn(toolchain.bin.pulumi, [...args], {
      env,
      cwd: layout.project,
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
    });
    let output = "";
    let killer: NodeJS.Timeout | undefined;
    const interrupt = () => {
      if (child.pid === undefined) return;
      const { pid } = child;
      sendSignal(pid, "SIGINT"); // It finishes the operations that run and saves its state.
      killer = setTimeout(() => sendSignal(-pid, "SIGKILL"), KILL_AFTER_MS);
    };
    signal.addEventListener("abort", interrupt, { once: true });
    const take = (chunk: string) => {
      output += chunk;
      onOutput?.(chunk);
    };
    child.stdout.setEncoding("utf8").on("data", take);
    child.stderr.setEncoding("utf8").on("data", take);
    child.stdin.on("error", () => undefined);
    child.stdin.end(input ?? "");
    child.once("error", reject);
    child.once("close", (code) => {
      clearTimeout(killer);
      signal.removeEventListener("abort", interrupt);
      resolve({ code: code ?? 1, output });
    });
  });
}
