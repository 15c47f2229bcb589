import { delimiter, join } from "node:path";
import type { Cli } from "../../../cli/stack/run";
import type { Layout } from "../state/layout";
import type { Toolchain } from "../toolchain";

/** Minutes until a command must have ended: `up` has limits of its own, which say more. */
const UP_MINUTES = 90;

/**
 * The variables with which a Pulumi CLI works on the sandbox's stacks, wherever it is called: every flag of the CLI has
 * a `PULUMI_OPTION_` twin, and that of `--cwd` leads it to the sandbox's project.
 */
export function pulumiVariables(layout: Layout): Record<string, string> {
  return {
    PULUMI_HOME: layout.pulumiHome,
    // Without the files of attributes beside its own: a CLI that is killed leaves an empty one, and then reads no state.
    PULUMI_BACKEND_URL: `file://${layout.pulumiState}?metadata=skip`,
    PULUMI_CONFIG_PASSPHRASE_FILE: layout.secret("pulumi-passphrase"),
    PULUMI_OPTION_CWD: layout.project,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    // `npm test` checks types; each `up` need not wait for it.
    PULUMI_NODEJS_TRANSPILE_ONLY: "true",
  };
}

/** PATH on which the sandbox's tools, and the Node.js that the Pulumi SDK wants, come first. */
export function sandboxPath(layout: Layout, binDir: string, path: string): string {
  const first = [binDir, join(layout.checkout, "node_modules", ".bin")];
  return [...first, ...path.split(delimiter).filter((directory) => directory && !first.includes(directory))].join(
    delimiter,
  );
}

/** The whole environment of a Pulumi CLI that the sandbox itself runs: no setting of the user's own Pulumi gets in. */
export function pulumiEnvironment(layout: Layout, binDir: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const others = Object.entries(env).filter(([name]) => !name.startsWith("PULUMI_"));
  return {
    ...Object.fromEntries(others),
    ...pulumiVariables(layout),
    PATH: sandboxPath(layout, binDir, env.PATH ?? ""),
    KUBECONFIG: layout.kubeconfig,
    NO_COLOR: "1",
  };
}

/** What a run of Pulumi on the sandbox's stacks needs. */
export interface PulumiOptions {
  readonly layout: Layout;
  readonly toolchain: Pick<Toolchain, "bin" | "binDir">;
  readonly signal: AbortSignal;
}

/** The Pulumi CLI of the sandbox, in its project. */
export function sandboxCli({ layout, toolchain, signal }: PulumiOptions): Cli {
  return {
    command: toolchain.bin.pulumi,
    cwd: layout.project,
    env: pulumiEnvironment(layout, toolchain.binDir, process.env),
    minutes: UP_MINUTES,
    signal,
  };
}
