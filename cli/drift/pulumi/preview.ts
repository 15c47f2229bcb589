import { UserError } from "../../../core/errors";
import { pulumi } from "../../stack/pulumi";
import { readEvents, type Preview } from "./events";

/** Exit code of the Pulumi CLI for changes where none were expected. */
const CHANGES = 7;

/**
 * What an update would change, given the clusters as they are. Changes nothing, the stack's state included.
 *
 * @param runProgram `false` compares the clusters with the stack's state alone, where the program would refuse to run
 */
export async function preview(stack: string, runProgram: boolean): Promise<Preview> {
  const command = runProgram ? ["preview", "--refresh"] : ["refresh", "--preview-only"];
  const args = [...command, "--expect-no-changes", "--json", "--non-interactive", "--color", "never", "--stack", stack];
  const { code, stdout, stderr } = await pulumi(args, {
    env: {
      PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true",
      PULUMI_NODEJS_TRANSPILE_ONLY: "true", // `npm test` checks types.
    },
  });
  const told = readEvents(runProgram ? "preview" : "refresh", stdout);
  if (code === 0 || code === CHANGES) return told;
  const reasons = told.errors.length > 0 ? told.errors : [stderr.trim()];
  throw new UserError(`pulumi ${command.join(" ")} --stack ${stack} failed:\n${reasons.join("\n")}`);
}
