import { readFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import type { Checkout } from "./checkout";
import { assertCode } from "./shell";

/** Makes a stack with the configuration of another one, whose stack file it has in the checkout. */
export async function copyStack(checkout: Checkout, stack: string, from: string): Promise<void> {
  assertCode(await checkout.pulumi("stack", "init", stack), 0);
  assertCode(await checkout.pulumi("config", "cp", "--stack", from, "--dest", stack), 0);
  assertCode(await checkout.pulumi("config", "set", "extends", stack, "--stack", stack), 0);
}

/** Gives such a stack the cluster of the other one's Argo CD: its own is that of the hub. */
export async function runOnHub(checkout: Checkout, stack: string, hub: string): Promise<void> {
  const kubeconfig = parse(readFileSync(checkout.variable("KUBECONFIG"), "utf8")) as object;
  const set = ["config", "set", "--stack", stack, "--secret", "--path", "argocd.kubeconfig"];
  assertCode(await checkout.shell("pulumi", set, stringify({ ...kubeconfig, "current-context": hub })), 0);
  assertCode(await checkout.pulumi("config", "rm", "--path", "cluster.kubeconfig", "--stack", stack), 0);
}
