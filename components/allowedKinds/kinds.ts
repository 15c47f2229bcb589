import { groupOf } from "../../kube/apiGroup";
import type { KubernetesObject } from "../../kube/object";
import type { AllowedKindsSpec } from "./spec";

/** A kind that a stack allows beside those that every environment may have. */
export interface AllowedKind {
  /** Empty for the core. */
  group: string;
  kind: string;
  /** What the API calls its objects. */
  resource: string;
  /** Names of the objects that may be deployed, of a kind without a namespace. Nothing where it has a namespace. */
  names?: readonly string[];
}

/** The kinds of a specification, in the order of their names. */
export function allowedKinds(spec: AllowedKindsSpec = {}): AllowedKind[] {
  return Object.entries(spec)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, { resource, clusterWide }]) => {
      const { group, kind } = kindOf(name);
      return {
        group,
        kind,
        resource: resource ?? plural(kind.toLowerCase()),
        ...(clusterWide && { names: [...clusterWide].sort() }),
      };
    });
}

/** Those that have a namespace, and those that have none. */
export function byScope(spec: AllowedKindsSpec | undefined) {
  const kinds = allowedKinds(spec);
  return {
    namespaced: kinds.filter(({ names }) => names === undefined),
    clusterWide: kinds.filter((each): each is AllowedKind & { names: readonly string[] } => each.names !== undefined),
  };
}

/** Whether an object is of a kind without a namespace, among those that a stack allows. */
export function isClusterWide(object: KubernetesObject, spec: AllowedKindsSpec): boolean {
  return spec[nameOfKind(object)]?.clusterWide !== undefined;
}

/** A kind and its group by the name under which a stack allows it. */
export function kindOf(name: string): { group: string; kind: string } {
  const [kind = "", ...group] = name.split(".");
  return { kind, group: group.join(".") };
}

/** The name under which a stack allows the kind of an object: `ExternalSecret.external-secrets.io`. */
export function nameOfKind(object: Pick<KubernetesObject, "apiVersion" | "kind">): string {
  return [object.kind, groupOf(object)].filter((part) => part !== "").join(".");
}

/** The plural of an English word, by which the API calls most kinds. */
export function plural(word: string): string {
  if (/(s|x|z|ch|sh)$/.test(word)) return `${word}es`;
  return /[^aeiou]y$/.test(word) ? word.replace(/y$/, "ies") : `${word}s`;
}
