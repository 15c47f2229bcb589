import { isPlainObject } from "../../core/merge";
import type { LiveObject } from "../../kube/live";
import { groupOf } from "../../kube/apiGroup";
import type { KubernetesObject } from "../../kube/object";
import { refOf, showRef } from "../../kube/ref";
import { changesOf, findingsOf } from "../drift/changes";
import { differences, exactDifferences, type Difference } from "../drift/compare";
import type { Finding } from "../drift/finding";

/** Fields of kinds which say who may do what. Nothing may be there that is not desired, whoever wrote it. */
const EXACT: Record<string, readonly string[]> = {
  AppProject: ["spec"],
  ClusterRole: ["rules"],
  ClusterRoleBinding: ["roleRef", "subjects"],
  Role: ["rules"],
  RoleBinding: ["roleRef", "subjects"],
};

/** Fields which the API server keeps as they were applied. In others it may write a value differently, such as `1000m` as `1`. */
const LITERAL = ["data", "binaryData", "immutable", "type"];

/** The fields in which only what is desired may be. */
export function exactFields({ kind }: Pick<KubernetesObject, "kind">): readonly string[] {
  return EXACT[kind] ?? [];
}

/** The maps of an object to which somebody else can add entries. */
export function openMaps({ kind }: Pick<KubernetesObject, "kind">): string[][] {
  const data = kind === "ConfigMap" || kind === "Secret" ? [["data"]] : [];
  return [["metadata", "labels"], ["metadata", "annotations"], ...data];
}

/**
 * How an object that Pulumi applies differs from what is desired.
 *
 * @param managers field managers that may change it, beside Pulumi and Argo CD
 */
export function assessOwned(
  object: KubernetesObject,
  live: LiveObject | undefined,
  { stack, managers }: { stack: string; managers: readonly string[] },
): Finding[] {
  const common = { side: "pulumi", where: showRef(refOf(object)) } as const;
  const remedy = `pulumi up --stack ${stack} restores it.`;
  if (live === undefined) return [{ ...common, what: "is gone", remedy }];
  const exact = exactFields(object);
  const found = changesOf(differencesOf(object, live, exact), live, managers);
  const changes = found.filter(({ kind, path }) => kind !== "set" || !exact.includes(path[0] ?? ""));
  return findingsOf(changes, common, () => remedy);
}

function differencesOf(desired: KubernetesObject, live: LiveObject, exact: readonly string[]): Difference[] {
  const { labels, annotations } = desired.metadata;
  const literal = groupOf(desired).includes(".") && desired.kind !== "CustomResourceDefinition" ? ["spec"] : [];
  const fields = [...LITERAL, ...literal].filter((field) => !isEmpty(desired[field]) && !exact.includes(field));
  return [
    ...differences({ metadata: defined({ labels, annotations }) }, live),
    ...fields.flatMap((field) => differences({ [field]: desired[field] }, live)),
    ...exact.flatMap((field) => exactDifferences({ [field]: desired[field] }, { [field]: live[field] })),
  ];
}

/** The API server leaves out a map without entries. */
function isEmpty(value: unknown): boolean {
  return value === undefined || (isPlainObject(value) && Object.keys(value).length === 0);
}

function defined(entries: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => !isEmpty(value)));
}
