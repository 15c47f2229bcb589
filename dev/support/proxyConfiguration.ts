import type { Dump } from "./translated";

/** Numbers by which the controller identifies kinds of requests to the proxy (resource.proto, RouteType). */
const ROUTE_TYPES: Record<number, string> = {
  1: "Completions",
  2: "Messages",
  3: "Models",
  4: "Passthrough",
  5: "Responses",
  6: "AnthropicTokenCount",
  7: "Embeddings",
  8: "Realtime",
  9: "Detect",
  10: "Rerank",
};

interface Inline {
  Kind: {
    Transformation?: { request: { remove: string[] } };
    Ai?: { routes?: Record<string, number>; prompt_guard?: { streaming?: number } };
    Auth?: { Kind?: Record<string, unknown>; credentials?: { location: Location }[] };
    Health?: { unhealthy_condition: string };
  };
}

interface Location {
  Kind: { Header: { name: string } };
}

interface Backend {
  Kind: { Ai?: { provider_groups: { providers: { name: string; inline_policies?: Inline[] }[] }[] } };
  inline_policies?: Inline[];
}

/** What the proxy does with the requests to an LLM provider. */
export interface ProviderConfiguration {
  routes: Record<string, string>;
  /** Headers with the gateway's own credentials; none where requests are signed. */
  keyIn: string[];
  removes: string[];
  guardsStreams: boolean;
}

/** The LLM providers of a namespace as the proxy gets them: `backend`, or `backend/provider` within a choice. */
export function providersIn(dump: Dump, namespace: string): Record<string, ProviderConfiguration> {
  const configurations = Object.entries(outputs(dump, "backends/Agentgateway"))
    .filter(([key]) => key.includes(`/backend/${namespace}/`))
    .flatMap(([key, { resource }]) => {
      const backend = resource.Kind.Backend as Backend;
      const name = key.slice(key.lastIndexOf("/") + 1);
      const providers = backend.Kind.Ai?.provider_groups.flatMap((group) => group.providers) ?? [];
      return providers.map((provider): [string, ProviderConfiguration] => {
        const alone = provider.inline_policies === undefined;
        const policies = provider.inline_policies ?? backend.inline_policies ?? [];
        return [alone ? name : `${name}/${provider.name}`, configuration(policies)];
      });
    });
  return Object.fromEntries(configurations);
}

function configuration(policies: readonly Inline[]): ProviderConfiguration {
  const kinds = Object.assign({}, ...policies.map(({ Kind }) => Kind)) as Inline["Kind"];
  const { routes = {}, prompt_guard: guard } = kinds.Ai ?? {};
  return {
    routes: Object.fromEntries(
      Object.entries(routes).map(([suffix, type]) => [suffix, ROUTE_TYPES[type] ?? `${type}`]),
    ),
    keyIn: keyHeaders(kinds.Auth),
    removes: kinds.Transformation?.request.remove ?? [],
    guardsStreams: guard?.streaming === 1,
  };
}

function keyHeaders(auth: Inline["Kind"]["Auth"]): string[] {
  const key = auth?.Kind?.Key as { authorization_location?: Location } | undefined;
  const first = key && (key.authorization_location?.Kind.Header.name ?? "authorization");
  const more = (auth?.credentials ?? []).map(({ location }) => location.Kind.Header.name);
  return [...(first === undefined ? [] : [first]), ...more];
}

/** The rules of a namespace's routes: by path, what replaces it and what the target does not get. */
export function rewritesIn(dump: Dump, namespace: string): Record<string, { rewrite?: unknown; removes?: string[] }> {
  const routes = Object.values(outputs(dump, "translator/HTTPRoutes"))
    .map(({ resource }) => resource.Kind.Route as RouteRule | undefined)
    .filter((route) => route !== undefined && route.name.namespace === namespace) as RouteRule[];
  return Object.fromEntries(
    routes.flatMap(({ matches, traffic_policies: filters = [], backends }) => {
      const rewrite = filters.find(({ Kind }) => Kind.UrlRewrite)?.Kind.UrlRewrite?.Path as object | undefined;
      const removes = backends[0]?.backend_policies?.[0]?.Kind.RequestHeaderModifier?.remove;
      return matches.map(({ path }) => [
        Object.values(path.Kind)[0] as string,
        { ...(rewrite && { rewrite }), ...(removes && { removes }) },
      ]);
    }),
  );
}

interface RouteRule {
  name: { namespace: string };
  matches: { path: { Kind: Record<string, string> } }[];
  traffic_policies?: { Kind: { UrlRewrite?: { Path: unknown } } }[];
  backends: { backend_policies?: { Kind: { RequestHeaderModifier?: { remove: string[] } } }[] }[];
}

/** The policies of a namespace by `policy target`, as the one thing that each does. */
export function policiesIn(dump: Dump, namespace: string): Record<string, unknown> {
  const policies = Object.values(outputs(dump, "policies/Agentgateway")) as unknown as { Policy: Policy }[];
  return Object.fromEntries(
    policies
      .filter(({ Policy: { name } }) => name.namespace === namespace)
      .map(({ Policy: { name, target, Kind } }) => {
        const [where] = Object.values(target.Kind) as { name: string; section?: string; route_rule?: string }[];
        const part = where?.section ?? where?.route_rule;
        const [{ Kind: does }] = Object.values(Kind) as [{ Kind: object }];
        return [`${name.name} ${where?.name}${part ? `/${part}` : ""} ${Object.keys(does)[0]}`, Object.values(does)[0]];
      }),
  );
}

interface Policy {
  name: { name: string; namespace: string };
  target: { Kind: object };
  Kind: object;
}

function outputs(dump: Dump, collection: string): Record<string, { resource: { Kind: Record<string, unknown> } }> {
  return dump.find(({ name }) => name === collection)?.state.outputs ?? {};
}
