import type { EngineEvent, PulumiCommand, Stack } from "@pulumi/pulumi/automation";
import { parse } from "semver";
import { UserError } from "../../core/errors";
import { mustPulumi, PulumiError, type Cli } from "./run";

/**
 * A stack of a project for Pulumi's automation API, without selecting it. The API loads with the first use: it takes half
 * a second.
 */
export async function openStack(name: string, cli: Cli = {}): Promise<Stack> {
  const [version, { LocalWorkspace, Stack: Automated }] = await Promise.all([
    mustPulumi(["version"], cli),
    import("@pulumi/pulumi/automation"),
  ]);
  const workspace = await LocalWorkspace.create({
    workDir: cli.cwd ?? process.cwd(),
    pulumiCommand: commandOf(cli, version.trim()),
  });
  // The API selects what it opens: the next `pulumi up` that names no stack would be of this one.
  workspace.selectStack = () => Promise.resolve();
  // It reads all outputs twice after each update, which takes two runs of the CLI. Nobody here needs them.
  workspace.stackOutputs = () => Promise.resolve({});
  return Automated.select(name, workspace);
}

/** The API's own runner of the CLI gives it no time limit, and lets Ctrl-C reach it twice (docs/adr/0016-automation-api.md). */
export function commandOf(cli: Cli, version: string): PulumiCommand {
  const command = {
    command: cli.command ?? "pulumi",
    version: parse(version),
    run: async (
      args: readonly string[],
      _cwd: string,
      env: NodeJS.ProcessEnv,
      onOutput?: (chunk: string) => void,
      onError?: (chunk: string) => void,
    ) => {
      // The API reads the history after each update. Nobody here needs it, and it is a run of the CLI.
      if (args[0] === "stack" && args[1] === "history") return { stdout: "[]", stderr: "", code: 0 };
      const options = { ...cli, env: { ...(cli.env ?? process.env), ...env }, onOutput, onError };
      const stdout = await mustPulumi([...args, "--non-interactive"], options);
      return { stdout, stderr: "", code: 0 };
    },
  };
  return command;
}

/**
 * What the engine reports of an operation.
 *
 * @throws UserError with the errors that it reports, where it fails, or where it reports nothing
 */
export async function eventsOf(
  what: string,
  operation: (onEvent: (event: EngineEvent) => void) => Promise<unknown>,
): Promise<EngineEvent[]> {
  const events: EngineEvent[] = [];
  try {
    await operation((event) => events.push(event));
  } catch (error) {
    if (error instanceof PulumiError) throw new PulumiError(what, errorsIn(events).join("\n") || error.reason);
    throw error;
  }
  // A connection that was lost must not look like a stack without resources.
  if (!events.some(({ summaryEvent }) => summaryEvent))
    throw new UserError(`${what} ended, and the Pulumi CLI did not report what it found. Run it again.`);
  return events;
}

/** Messages of what went wrong. */
export function errorsIn(events: readonly EngineEvent[]): string[] {
  return events.flatMap(({ diagnosticEvent }) =>
    diagnosticEvent?.severity === "error" ? [diagnosticEvent.message.trim()] : [],
  );
}
