import { compact, sortedEntries, type KubernetesObject } from "../../kube/object";
import { GATEWAY_API } from "./build";
import type { GatewaySpec } from "./spec";

/** The port that a URL with `https` means without naming it. */
const HTTPS_PORT = 443;

type Listeners = GatewaySpec["listeners"];

/** The listeners that send their clients to another one, each with the port of that one. */
function redirects(listeners: Listeners): { name: string; port: number }[] {
  return sortedEntries(listeners).flatMap(([name, { redirect }]) => {
    const target = redirect === undefined ? undefined : listeners[redirect];
    return target === undefined ? [] : [{ name, port: target.port }];
  });
}

/** The routes that answer each request of a listener with the address of the same at another one. */
export function redirectRoutes({ name: gateway, listeners }: GatewaySpec): KubernetesObject[] {
  return redirects(listeners).map(({ name, port }) =>
    compact({
      apiVersion: `${GATEWAY_API}/v1`,
      kind: "HTTPRoute",
      metadata: { name: `${gateway}-${name}-redirect` },
      spec: {
        parentRefs: [{ ...gatewayRef(gateway), sectionName: name }],
        rules: [
          {
            matches: [{ path: { type: "PathPrefix", value: "/" } }],
            filters: [
              {
                type: "RequestRedirect",
                requestRedirect: { scheme: "https", port: port === HTTPS_PORT ? undefined : port, statusCode: 301 },
              },
            ],
          },
        ],
      },
    }),
  );
}

/**
 * A route that is served by the listeners which redirect nothing. A route of the whole gateway would be more specific than the
 * redirect, and so would be served in plain text.
 */
export function offRedirects(object: KubernetesObject, { name, listeners }: GatewaySpec): KubernetesObject {
  const redirecting = new Set(redirects(listeners).map((listener) => listener.name));
  if (redirecting.size === 0 || object.kind !== "HTTPRoute") return object;
  const serving = sortedEntries(listeners).filter(([listener]) => !redirecting.has(listener));
  const { parentRefs, ...spec } = object.spec as { parentRefs: { sectionName?: string }[] };
  if (parentRefs.some(({ sectionName }) => sectionName !== undefined)) return object;
  const parents = serving.map(([sectionName]) => ({ ...gatewayRef(name), sectionName }));
  return { ...object, spec: { parentRefs: parents, ...spec } };
}

function gatewayRef(name: string): object {
  return { group: GATEWAY_API, kind: "Gateway", name };
}
