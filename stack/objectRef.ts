import { groupOf, type KubernetesObject } from "../components/kubernetes";

/** What it takes to find an object on a cluster. */
export interface ObjectRef {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
}

/** What it takes to find this object. */
export function refOf({ apiVersion, kind, metadata: { namespace, name } }: KubernetesObject): ObjectRef {
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
