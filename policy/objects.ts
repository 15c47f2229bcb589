import { LIVE_OBJECTS } from "../components/live/types";
import type { KubernetesObject } from "../kube/object";
import { isPlainObject, type PlainObject } from "../core/merge";

/**
 * The Kubernetes objects of a Pulumi resource: itself, or those in a component's inputs. Secrets are left
 * out: Pulumi makes them of encrypted configuration, and hands a policy their contents decrypted. So are the resources that
 * only compare the objects of others.
 */
export function objectsOf(type: string, props: unknown): KubernetesObject[] {
  if (type === "kubernetes:core/v1:Secret" || type === LIVE_OBJECTS) return [];
  return objectsIn(known(props));
}

function objectsIn(value: unknown): KubernetesObject[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (!isPlainObject(value)) return [];
  return isObject(value) ? [named(value)] : Object.values(value).flatMap(objectsIn);
}

function isObject(value: PlainObject): boolean {
  return typeof value.apiVersion === "string" && typeof value.kind === "string";
}

/** An object without a name gets one from Pulumi, perhaps later. */
function named(object: PlainObject): KubernetesObject {
  const metadata = isPlainObject(object.metadata) ? object.metadata : {};
  const name = typeof metadata.name === "string" ? metadata.name : "(not named yet)";
  return { ...object, metadata: { ...metadata, name } } as KubernetesObject;
}

/** What of a value is known already. In a preview the rest is not, and to read it is an error. */
function known(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from({ length: value.length }, (_, index) => knownAt(value, index));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).map((key) => [key, knownAt(value, key)]));
}

function knownAt(holder: object, key: PropertyKey): unknown {
  try {
    return known((holder as Record<PropertyKey, unknown>)[key]);
  } catch (error) {
    // The mark of the error by which @pulumi/policy refuses to make up a value; its class is not exported.
    if (error instanceof Error && "unknownTypeSentinel" in error) return undefined;
    throw error;
  }
}
