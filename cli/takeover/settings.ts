import type { KubernetesObject } from "../../kube/object";
import { refKey, refOf, showRef } from "../../kube/ref";
import type { LiveObject } from "../../kube/live";

/** The settings of ConfigMaps that have other values than they will have, and the Secrets, whose values are not shown. */
export function overwrittenSettings(
  adopted: readonly KubernetesObject[],
  live: ReadonlyMap<string, LiveObject>,
): string[] {
  return adopted.flatMap((object) => {
    const name = showRef(refOf(object));
    if (object.kind === "Secret") return [`${name}: what the stack sets in it`];
    if (object.kind !== "ConfigMap") return [];
    const [desired, actual] = [dataOf(object), dataOf(live.get(refKey(refOf(object))))];
    return Object.keys(desired)
      .filter((key) => key in actual && desired[key] !== actual[key])
      .map((key) => `${name}: ${key}, which is ${brief(actual[key])}`);
  });
}

function dataOf(object: KubernetesObject | undefined): Record<string, unknown> {
  return (object?.data as Record<string, unknown> | undefined) ?? {};
}

function brief(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
