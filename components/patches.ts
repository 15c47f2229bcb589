import { z } from "zod";
import { isPlainObject, mergeLayers, type PlainObject } from "../core/merge";
import { SecretValue } from "../core/secret";
import type {
  AgentgatewayBackend,
  AgentgatewayParameters,
  AgentgatewayPolicy,
} from "../kube/fieldTables/types/agentgateway";
import type { Gateway, HTTPRoute } from "../kube/fieldTables/types/gatewayApi";
import type { Deployment, NetworkPolicy, Service, ServiceAccount } from "../kube/fieldTables/types/kubernetes";
import type { KubernetesObject } from "../kube/object";

/** The kinds that an environment has objects of. */
interface Kinds {
  AgentgatewayBackend: AgentgatewayBackend;
  AgentgatewayParameters: AgentgatewayParameters;
  AgentgatewayPolicy: AgentgatewayPolicy;
  Deployment: Deployment;
  Gateway: Gateway;
  HTTPRoute: HTTPRoute;
  NetworkPolicy: NetworkPolicy;
  Service: Service;
  ServiceAccount: ServiceAccount;
}

/** Some of the fields of a type, each of which may be taken away; lists are whole. */
type Patch<T> = T extends readonly unknown[] ? T : T extends object ? { [K in keyof T]?: Patch<T[K]> | null } : T;

interface PatchOfMetadata {
  metadata?: { labels?: Record<string, string | null> | null; annotations?: Record<string, string | null> | null };
}

/** Patches by kind and name, each typed by its kind. */
export type PatchesInput = {
  [Kind in keyof Kinds as `${Kind}/${string}`]: (Patch<Kinds[Kind]> & PatchOfMetadata) | null;
};

/**
 * Fields that are merged into an object as JSON merge patch (RFC 7396): objects field by field, everything else, lists
 * too, whole; `null` removes a field.
 */
const fields = z.record(z.string(), z.unknown()).superRefine((value, context) => {
  for (const [path, message] of misplaced(value)) context.addIssue({ code: "custom", path, message });
});

/** Patches of objects of any kinds, by kind and name. */
export const anyPatches = z.record(
  z
    .string()
    .regex(/^[A-Z][A-Za-z0-9]*\/[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, "must be <kind>/<name>, such as HTTPRoute/openai"),
  fields.nullable(),
);

export type PatchesSpec = z.output<typeof anyPatches>;

/**
 * What no other field here can say: by kind and name of an object that the rest makes, such as
 * `AgentgatewayBackend/openai`, the fields that are merged into it. `null` in a stack merges nothing.
 */
export const patchesSpec = anyPatches as unknown as z.ZodType<PatchesSpec, PatchesInput>;

/** The key of an object in `patches`. */
export function patchKey({ kind, metadata }: KubernetesObject): string {
  return `${kind}/${metadata.name}`;
}

/** An object with the fields that `patches` has for it. */
export function withPatches(object: KubernetesObject, patches: PatchesSpec): KubernetesObject {
  const patch = patches[patchKey(object)];
  return patch ? (withoutNull(mergeLayers(object, patch)) as KubernetesObject) : object;
}

function withoutNull(value: unknown): unknown {
  if (!isPlainObject(value)) return value;
  const kept = Object.entries(value).filter(([, item]) => item !== null);
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutNull(item)]));
}

type Misplaced = [path: PropertyKey[], message: string];

/** By these an object is known, here and in the cluster; the status is the controller's. */
const FIXED = ["apiVersion", "kind", "status"];
const FIXED_METADATA = ["name", "namespace"];

function misplaced(patch: PlainObject): Misplaced[] {
  const metadata = isPlainObject(patch.metadata) ? patch.metadata : {};
  const fixed = [
    ...FIXED.filter((field) => field in patch).map((field) => [field]),
    ...FIXED_METADATA.filter((field) => field in metadata).map((field) => ["metadata", field]),
    ...(patch.metadata === null ? [["metadata"]] : []),
  ];
  return [...fixed.map((path): Misplaced => [path, "must stay as it is"]), ...noJson(patch, [])];
}

function noJson(value: unknown, path: PropertyKey[]): Misplaced[] {
  if (value instanceof SecretValue) return [[path, "must not be here: objects are in Git, in plain text"]];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      item === null ? [[[...path, index], "must not be null: a list is taken whole"]] : noJson(item, [...path, index]),
    );
  }
  if (isPlainObject(value)) return Object.entries(value).flatMap(([key, item]) => noJson(item, [...path, key]));
  const scalar = value === null || ["string", "boolean"].includes(typeof value) || Number.isFinite(value);
  return scalar ? [] : [[path, "must be JSON"]];
}
