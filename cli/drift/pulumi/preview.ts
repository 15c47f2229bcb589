import { eventsOf, openStack } from "../../stack/automation";
import { readEvents, type PulumiResource } from "./events";

/**
 * What an update would change, given the clusters as they are. Changes nothing, the stack's state included.
 *
 * @param runProgram `false` compares the clusters with the stack's state alone, where the program would refuse to run
 */
export async function preview(stack: string, runProgram: boolean): Promise<PulumiResource[]> {
  // `npm test` checks types.
  const opened = await openStack(stack, { env: { ...process.env, PULUMI_NODEJS_TRANSPILE_ONLY: "true" } });
  const command = runProgram ? "preview --refresh" : "refresh --preview-only";
  const events = await eventsOf(`pulumi ${command} --stack ${stack}`, (onEvent) =>
    runProgram
      ? opened.preview({ refresh: true, color: "never", onEvent })
      : opened.previewRefresh({ color: "never", onEvent }),
  );
  return readEvents(runProgram ? "preview" : "refresh", events);
}
