import { isPlainObject } from "../../core/merge";
import { fieldsOf, valueIn } from "../fields";
import type { Item } from "../inventory";
import type { Repair } from "./repair";

/** What an API server keeps of each object. */
const METADATA = [
  "managedFields",
  "resourceVersion",
  "uid",
  "creationTimestamp",
  "generation",
  "selfLink",
  "deletionTimestamp",
];
/** Annotations that clients and controllers keep of an object that they have applied. */
const ANNOTATIONS = ["kubectl.kubernetes.io/last-applied-configuration", "deployment.kubernetes.io/revision"];
const KEPT = "is what a cluster keeps of an object that it has";

/** What `kubectl get -o yaml` shows beside the description of an object. */
export function serverFields(item: Item): Repair[] {
  const { object } = item;
  const repair = (keys: readonly string[], problem: string): Repair => ({ item, keys, field: keys.join("."), problem });
  return [
    ...("status" in object ? [repair(["status"], "is what a cluster reports of an object that it has")] : []),
    ...METADATA.filter((key) => key in object.metadata).map((key) => repair(["metadata", key], KEPT)),
    ...annotations(item),
    ...templates(item),
    ...addresses(item),
  ];
}

function annotations(item: Item): Repair[] {
  const { annotations: all = {} } = item.object.metadata;
  const kept = ANNOTATIONS.filter((key) => key in all);
  if (kept.length === 0) return [];
  const keys = kept.length === Object.keys(all).length ? [[]] : kept.map((key) => [key]);
  return keys.map((last) => ({
    item,
    keys: ["metadata", "annotations", ...last],
    field: ["metadata.annotations", ...(last.length > 0 ? last : kept.slice(0, 1))].join("."),
    problem: KEPT,
  }));
}

/** A template has no time of its creation, yet clients write that it is null. */
function templates(item: Item): Repair[] {
  return [...fieldsOf(item.object)]
    .filter(
      ({ key, keys, value }) =>
        key === "creationTimestamp" && value === null && keys.length > 2 && keys.at(-2) === "metadata",
    )
    .map(({ keys, path, parent }) => ({
      item,
      keys: Object.keys(parent).length === 1 ? keys.slice(0, -1) : keys,
      field: path,
      problem: KEPT,
    }));
}

/** The address that a cluster has given to a Service is taken there, and unknown elsewhere. `None` is a choice. */
function addresses(item: Item): Repair[] {
  const { object } = item;
  if (object.kind !== "Service" || object.apiVersion !== "v1" || !isPlainObject(object.spec)) return [];
  const address = valueIn(object, "spec", "clusterIP");
  if (typeof address !== "string" || address === "None" || address === "") return [];
  return ["clusterIP", "clusterIPs"]
    .filter((key) => key in (object.spec as object))
    .map((key) => ({
      item,
      keys: ["spec", key],
      field: `spec.${key}`,
      problem: "is the address that a cluster has given to a Service that it has",
    }));
}
