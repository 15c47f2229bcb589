import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { UserError } from "../../core/errors";
import { commandOf, eventsOf } from "./automation";
import { mustPulumi } from "./run";

/** Minutes until the calls must have ended. */
const LIMIT_MINUTES = 5;

/** How Pulumi begins what a function reports. */
const REPORTED = /^invocation of \S+ returned an error: /;

/**
 * Runs calls of functions of Pulumi's providers, in a program that has no resources and leaves no stack behind. It reaches no
 * cluster.
 *
 * @param what what is done, for errors
 * @throws UserError with what a function reports
 */
export async function invoking<T>(what: string, calls: () => Promise<T>): Promise<T> {
  const directory = mkdtempSync(join(tmpdir(), "agentgateway-invoke-"));
  try {
    const [version, { LocalWorkspace }] = await Promise.all([
      mustPulumi(["version"]),
      import("@pulumi/pulumi/automation"),
    ]);
    const backend = join(directory, "state");
    const kubeconfig = join(directory, "kubeconfig");
    mkdirSync(backend);
    writeFileSync(kubeconfig, '{ "apiVersion": "v1", "kind": "Config" }');
    let result: { value: T } | { error: Error } | undefined;
    // An error of the program would come back with its stack trace.
    const program = async () => {
      result = await calls().then(
        (value) => ({ value }),
        (error: unknown) => ({ error: error as Error }),
      );
    };
    const stack = await LocalWorkspace.createStack(
      { stackName: "invoke", projectName: "invoke", program },
      {
        workDir: directory,
        pulumiCommand: commandOf({ cwd: directory, minutes: LIMIT_MINUTES }, version.trim()),
        envVars: { PULUMI_BACKEND_URL: `file://${backend}`, PULUMI_CONFIG_PASSPHRASE: "", KUBECONFIG: kubeconfig },
      },
    );
    await eventsOf(what, (onEvent) => stack.preview({ onEvent }));
    if (result === undefined) throw new Error("the program has not run");
    if ("error" in result) throw new UserError(`${what} failed: ${result.error.message.replace(REPORTED, "")}`);
    return result.value;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
