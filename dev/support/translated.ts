import type { KubernetesObject } from "../../kube/object";

/** What the controller dumps of itself: its collections, of which one holds the routes as the proxy gets them. */
export type Dump = { name: string; state: { outputs?: Record<string, Translated> } }[];

interface Translated {
  resource: { Kind: { Route?: Route } };
}

interface Route {
  listener_key: string;
  matches: { path: { Kind: { PathPrefix: string } | { Exact: string } } }[];
  /** Nothing for a redirect. */
  backends?: {
    backend: { Kind: { Backend?: string; Service?: { namespace: string; hostname: string } }; port?: number };
  }[];
}

/** By listener of a namespace's gateway, what each path leads to. */
export function pathsIn(dump: Dump, namespace: string): Record<string, Record<string, string>> {
  const served: Record<string, Record<string, string>> = {};
  const outputs = dump.find(({ name }) => name === "translator/HTTPRoutes")?.state.outputs ?? {};
  for (const { resource } of Object.values(outputs)) {
    if (!resource.Kind.Route?.listener_key.startsWith(`${namespace}/`)) continue;
    const { listener_key, matches, backends = [] } = resource.Kind.Route;
    const listener = listener_key.slice(listener_key.lastIndexOf(".") + 1);
    const targets = backends.map(({ backend: { Kind, port } }) => Kind.Backend ?? `${Kind.Service?.hostname}:${port}`);
    for (const { path } of matches)
      (served[listener] ??= {})[Object.values(path.Kind)[0] as string] = targets.join(", ");
  }
  return served;
}

interface HttpRoute extends KubernetesObject {
  spec: {
    parentRefs: { sectionName?: string }[];
    rules: {
      matches: { path: { value: string } }[];
      backendRefs?: { kind: string; name: string; port?: number }[];
    }[];
  };
}

/** What each path of some HTTPRoutes must lead to at a listener; a redirect leads to nothing. */
export function pathsOf(objects: readonly KubernetesObject[], listener: string): Record<string, string> {
  const isThere = ({ sectionName = listener }: { sectionName?: string }) => sectionName === listener;
  const routes = (objects.filter(({ kind }) => kind === "HTTPRoute") as HttpRoute[]).filter(({ spec }) =>
    spec.parentRefs.some(isThere),
  );
  return Object.fromEntries(
    routes.flatMap(({ metadata: { namespace }, spec }) =>
      spec.rules.flatMap(({ matches, backendRefs = [] }) => {
        const targets = backendRefs.map(({ kind, name, port }) =>
          kind === "Service" ? `${name}.${namespace}.svc.cluster.local:${port}` : `${namespace}/${name}`,
        );
        return matches.map(({ path }) => [path.value, targets.join(", ")] as const);
      }),
    ),
  );
}
