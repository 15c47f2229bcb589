/** What is made of an agent called `planner`. */

export const toBackend = { group: "agentgateway.dev", kind: "AgentgatewayBackend", name: "planner" };

export const a2aBackend = (spec: object) => ({
  apiVersion: "agentgateway.dev/v1alpha1",
  kind: "AgentgatewayBackend",
  metadata: { name: "planner" },
  spec,
});

export const a2aPolicy = (name: string, spec: object) => ({
  apiVersion: "agentgateway.dev/v1alpha1",
  kind: "AgentgatewayPolicy",
  metadata: { name },
  spec,
});

/** The policy for the card of the agent, on a rule of its route. */
export const cardPolicy = (route: string) =>
  a2aPolicy("planner-card", {
    targetRefs: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: route, sectionName: "card" }],
    traffic: {
      transformation: {
        response: {
          body: 'response.code == 200 ? toJson(json(response.body).filterKeys(key, key != "additionalInterfaces")) : response.body',
        },
      },
    },
  });

export const a2aRoute = (name: string, rules: object[]) => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "HTTPRoute",
  metadata: { name },
  spec: { parentRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "gw" }], rules },
});

/** The client's headers that an agent does not get, where the gateway has no key for it. */
const ALL = ["authorization", "x-api-key", "api-key", "x-goog-api-key"];

/** A way to the agent. Without headers to remove, it gets all of them. */
export const leadingTo = (target: object, remove: string[] | undefined = ALL) => ({
  backendRefs: [
    {
      ...target,
      weight: 1,
      ...(remove.length > 0 && {
        filters: [{ type: "RequestHeaderModifier", requestHeaderModifier: { remove } }],
      }),
    },
  ],
});

/** The filter of a rule by which a path, or its prefix, becomes the agent's own. */
export const rewritten = (path: object) => ({ filters: [{ type: "URLRewrite", urlRewrite: { path } }] });
export const prefixBy = (replacePrefixMatch: string) => rewritten({ type: "ReplacePrefixMatch", replacePrefixMatch });
export const wholeBy = (replaceFullPath: string) => rewritten({ type: "ReplaceFullPath", replaceFullPath });

/** The rules of an agent that is served at its own root. */
export const rulesAtRoot = (path: string, target: object, remove?: string[]) => [
  {
    name: "card",
    matches: [{ path: { type: "PathPrefix", value: `${path}/.well-known` }, method: "GET" }],
    ...prefixBy("/.well-known"),
    ...leadingTo(target, remove),
  },
  { matches: [{ path: { type: "PathPrefix", value: path } }], ...prefixBy("/"), ...leadingTo(target, remove) },
];
