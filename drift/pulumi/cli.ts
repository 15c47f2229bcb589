import { execFile } from "node:child_process";
import { UserError } from "../../config/errors";
import { readEvents, type Preview } from "./events";

/** Exit code of the Pulumi CLI for changes where none were expected. */
const CHANGES = 7;
const MINUTE = 60_000;

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Name of the stack that is selected in the checkout, as `pulumi stack select` left it. */
export async function selectedStack(): Promise<string> {
  const { code, stdout } = await pulumi(["stack", "--show-name"]);
  if (code !== 0) throw new UserError("No stack is selected. Name one, such as: npm run drift -- dev");
  return stdout.trim();
}

/** The decrypted configuration of a stack by key. It is read from a pipe and stands in no file, argument or message. */
export async function stackConfiguration(stack: string): Promise<Record<string, string>> {
  const { code, stdout, stderr } = await pulumi(["config", "--show-secrets", "--json", "--stack", stack]);
  if (code !== 0) throw new UserError(`The configuration of stack ${stack} can't be read:\n${stderr.trim()}`);
  const values = JSON.parse(stdout) as Record<string, { value?: string }>;
  return Object.fromEntries(Object.entries(values).map(([key, { value = "" }]) => [key, value]));
}

/**
 * What an update would change, given the clusters as they are. Changes nothing, the stack's state included.
 *
 * @param runProgram `false` compares the clusters with the stack's state alone, where the program would refuse to run
 */
export async function preview(stack: string, runProgram: boolean): Promise<Preview> {
  const command = runProgram ? ["preview", "--refresh"] : ["refresh", "--preview-only"];
  const args = [...command, "--expect-no-changes", "--json", "--non-interactive", "--color", "never", "--stack", stack];
  const { code, stdout, stderr } = await pulumi(args, {
    PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true",
    PULUMI_NODEJS_TRANSPILE_ONLY: "true", // `npm test` checks types.
  });
  const told = readEvents(stdout);
  if (code === 0 || code === CHANGES) return told;
  const reasons = told.errors.length > 0 ? told.errors : [stderr.trim()];
  throw new UserError(`pulumi ${command.join(" ")} --stack ${stack} failed:\n${reasons.join("\n")}`);
}

function pulumi(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const options = {
      env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true", ...env },
      timeout: 15 * MINUTE,
      killSignal: "SIGINT" as const, // It ends its plugins.
      maxBuffer: 1024 ** 3,
      encoding: "utf8" as const,
    };
    execFile("pulumi", [...args], options, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.code;
      if (error?.killed === true) reject(new UserError(`pulumi ${args[0]} did not end within 15 minutes.`));
      else if (typeof code === "number") resolve({ code, stdout, stderr });
      else reject(new UserError("pulumi is not on PATH. Install it: https://www.pulumi.com/docs/install/"));
    });
  });
}
