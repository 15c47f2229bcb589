import type { Checkout } from "../../support/checkout";
import { eventually } from "../../support/shell";
import type { Report } from "../figure";
import { seconds } from "../measure";
import { kubectl, must } from "../must";
import { manifestOf, objectsOf, type AnyObject } from "./objects";

interface Applications {
  items: { status?: { sync?: { status: string }; health?: { status: string } } }[];
}

/** The first `up` of an empty cluster, beside the same by hand: kubectl, in the order in which it must be. */
export async function benchFirstUp(checkout: Checkout, report: Report): Promise<void> {
  const objects = await objectsOf(checkout, "dev");
  await destroy(checkout);
  const byHand = await seconds(() => applyByHand(checkout, objects));
  report({ what: "first deployment by hand: kubectl", unit: "s", runs: [byHand] });
  await removeByHand(checkout, objects);

  const up = await seconds(async () => must(await checkout.pulumi("up", "--stack", "dev", "--yes", "--skip-preview")));
  report({
    what: "first up of an empty cluster",
    unit: "s",
    runs: [up],
    yardstick: { what: "by hand", value: byHand },
    atMost: 1.5,
  });
  report({ what: "destroy", unit: "s", runs: [await seconds(() => destroy(checkout))] });
}

async function destroy(checkout: Checkout): Promise<void> {
  must(await checkout.pulumi("destroy", "--stack", "dev", "--yes", "--skip-preview"));
  await kubectl(checkout, ["delete", "crd", "--all", "--timeout=120s"]);
}

async function applyByHand(checkout: Checkout, objects: readonly AnyObject[]): Promise<void> {
  const is =
    (...kinds: string[]) =>
    (object: AnyObject) =>
      kinds.includes(object.kind);
  const first = objects.filter(is("Namespace", "CustomResourceDefinition"));
  const last = objects.filter(is("Application", "AppProject"));
  const rest = objects.filter((object) => !first.includes(object) && !last.includes(object));
  for (const [name, group] of Object.entries({ first, rest, last })) {
    const file = manifestOf(checkout, `by-hand-${name}`, group);
    // argocd-server may have made its project `default` first.
    await kubectl(checkout, ["apply", "--server-side", "--force-conflicts", "-f", file]);
    if (group === first) await established(checkout);
  }
  await kubectl(checkout, [
    "wait",
    "--for=condition=Available",
    "deployment",
    "--all",
    "-n",
    "argocd",
    "--timeout=120s",
  ]);
  await eventually("every Application is Synced and Healthy", 300, async () => {
    const { items } = await checkout.get<Applications>("dev", "applications", "-n", "argocd");
    return (
      items.length >= 5 &&
      items.every(({ status }) => status?.sync?.status === "Synced" && status.health?.status === "Healthy")
    );
  });
}

/** Of a CRD that has no conditions yet kubectl says an error, and waits for nothing. */
async function established(checkout: Checkout): Promise<void> {
  const wait = ["wait", "--for=condition=Established", "crd", "--all", "--timeout=60s"];
  await eventually("the CRDs are established", 60, async () => {
    const { code } = await checkout.silently("kubectl", ["--context", "dev", ...wait]);
    return code === 0;
  });
}

async function removeByHand(checkout: Checkout, objects: readonly AnyObject[]): Promise<void> {
  for (const kind of ["Application", "AppProject", "Namespace"]) {
    const file = manifestOf(
      checkout,
      `delete-${kind}`,
      objects.filter((object) => object.kind === kind),
    );
    await kubectl(checkout, ["delete", "--ignore-not-found", "--timeout=180s", "-f", file]);
  }
  const clusterWide = objects.filter(({ kind }) => /^(ClusterRole|ValidatingAdmission)/.test(kind));
  await kubectl(checkout, [
    "delete",
    "--ignore-not-found",
    "-f",
    manifestOf(checkout, "delete-cluster-wide", clusterWide),
  ]);
  await kubectl(checkout, ["delete", "crd", "--all", "--timeout=120s"]);
}
