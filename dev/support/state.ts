import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Checkout } from "./checkout";

interface State {
  checkpoint: { latest: { resources: { urn: string; modified: string }[] } };
}

/** When Pulumi last changed each resource of a stack, by its state. */
export function lastChanges({ sandbox }: Checkout, stack: string): Record<string, string> {
  const file = join(sandbox, `pulumi-state/.pulumi/stacks/agentgateway-infra/${stack}.json`);
  const { checkpoint } = JSON.parse(readFileSync(file, "utf8")) as State;
  return Object.fromEntries(checkpoint.latest.resources.map(({ urn, modified }) => [urn, modified]));
}
