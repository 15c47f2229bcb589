import type { KubernetesObject } from "../components/kubernetes";
import { keyOf, referenceOf, shown, type LiveObject } from "./objects";

/** The settings of ConfigMaps that have other values than they will have, and the keys of Secrets that get new ones. */
export function overwrittenSettings(
  owned: readonly KubernetesObject[],
  live: ReadonlyMap<string, LiveObject>,
): string[] {
  return owned.flatMap((object) => {
    const reference = referenceOf(object);
    const there = live.get(keyOf(reference));
    if (there === undefined) return [];
    const [wanted, actual] = [dataOf(object), dataOf(there)];
    const keys = Object.keys(wanted).filter((key) => key in actual);
    if (object.kind === "Secret") return keys.map((key) => `${shown(reference)}: ${key} (a new value)`);
    return keys
      .filter((key) => wanted[key] !== actual[key])
      .map((key) => `${shown(reference)}: ${key}, which is ${brief(actual[key])}`);
  });
}

function dataOf(object: KubernetesObject): Record<string, unknown> {
  return object.kind === "ConfigMap" || object.kind === "Secret"
    ? ((object.data as Record<string, unknown>) ?? {})
    : {};
}

function brief(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
