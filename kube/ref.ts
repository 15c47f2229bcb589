import { isPlainObject } from "../core/merge";
import { groupOf } from "./apiGroup";
import type { Identified } from "./object";

/** What it takes to find an object on a cluster. */
export interface ObjectRef {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
}

/** What it takes to find this object. */
export function refOf({ apiVersion, kind, metadata: { namespace, name } }: Identified): ObjectRef {
  return { apiVersion, kind, ...(namespace ? { namespace } : {}), name };
}

/** An object for a reader: `HTTPRoute agentgateway-prod/openai`. */
export function showRef({ kind, namespace, name }: Omit<ObjectRef, "apiVersion">): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

/** The key of an object on its cluster, whatever the version by which it is read. */
export function refKey({ kind, namespace = "", name, ...rest }: ObjectRef): string {
  return [groupOf(rest), kind, namespace, name].join("/");
}

/** The object that the inputs of a resource of Pulumi describe, where it is one of Kubernetes. */
export function objectOf({ apiVersion, kind, metadata }: Record<string, unknown>): ObjectRef | undefined {
  if (typeof apiVersion !== "string" || typeof kind !== "string" || !isPlainObject(metadata)) return undefined;
  const { name, namespace } = metadata as { name: string; namespace?: string };
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** Name of the Kubernetes provider in Pulumi's reference to one, which identifies the cluster; empty where it is none. */
export function providerName(reference: string): string {
  return /::pulumi:providers:kubernetes::([^:]+)::/.exec(reference)?.[1] ?? "";
}
