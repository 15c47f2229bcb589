import { stringify } from "yaml";
import type { KubernetesObject } from "../../../kube/object";
import type { Checkout } from "../checkout";
import { assertCode } from "../shell";

/** Who else uses the cluster, to the API server and as a field manager. */
export const PLATFORM = "platform";
/** The cluster's context in the sandbox. */
export const CLUSTER = "dev";

/** `kubectl` as the platform's team, which may do everything. */
export function asPlatform(checkout: Checkout, args: readonly string[], input?: string) {
  const who = ["--context", CLUSTER, "--as", PLATFORM, "--as-group", "system:masters"];
  return checkout.shell("kubectl", [...who, ...args], input);
}

/** Applies objects as the platform's team does. */
export async function applyAsPlatform(
  checkout: Checkout,
  objects: readonly KubernetesObject[],
  ...options: readonly string[]
): Promise<void> {
  const apply = ["apply", "--server-side", "--field-manager", PLATFORM, ...options, "-f", "-"];
  assertCode(await asPlatform(checkout, apply, objects.map((object) => stringify(object)).join("---\n")), 0);
}

/** Namespaces as a platform gives them to teams: with an owner, and with Pod Security. */
export function restricted(...names: readonly string[]): KubernetesObject[] {
  return names.map((name) => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name,
      labels: Object.fromEntries(
        ["enforce", "audit", "warn"].map((mode) => [`pod-security.kubernetes.io/${mode}`, "restricted"]),
      ),
      annotations: { "platform.example.com/owner": PLATFORM },
    },
  }));
}
