import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Sandbox } from "../sandbox/state/sandbox";
import type { Checkout } from "./checkout";
import { assertCode } from "./shell";

/** Has the processes of a sandbox's Argo CD, which there are once, work for the Argo CD of another cluster. */
export async function moveArgoCd(checkout: Checkout, cluster: Sandbox["clusters"][number]): Promise<void> {
  const file = join(checkout.sandbox, "sandbox.json");
  const sandbox = JSON.parse(readFileSync(file, "utf8")) as Sandbox;
  writeFileSync(file, JSON.stringify({ ...sandbox, argocd: cluster } satisfies Sandbox));
  assertCode(await checkout.npm("sandbox", "up", ...sandbox.clusters.filter((name) => name !== "dev")), 0);
}
