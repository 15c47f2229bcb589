/** What it takes to find an object on a cluster. */
export interface ObjectRef {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
}

/** An object for a reader: `HTTPRoute agentgateway-prod/openai`. */
export function showRef({ kind, namespace, name }: Omit<ObjectRef, "apiVersion">): string {
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}

/** The key of an object on its cluster, whatever the version by which it is read. */
export function refKey({ apiVersion, kind, namespace = "", name }: ObjectRef): string {
  const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
  return `${group}/${kind}/${namespace}/${name}`;
}
