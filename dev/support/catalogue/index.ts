import fc from "fast-check";
import type { PlainObject } from "../../../core/merge";
import { environmentSchema } from "../../../config/schema";
import { a2aAgentSpec } from "../../../components/a2a/spec";
import { gatewaySpec } from "../../../components/gateway/spec";
import { arbitraryOf } from "../schema/arbitrary";
import { llmProviders } from "./llm";
import { mcp } from "./mcp";
import { policiesOn, desiredPolicies } from "./policies";
import { withoutCollisions } from "./routes";
import { surroundings } from "./surroundings";
import { common, named, SERVICES, type Entries } from "./values";

/** Some of the API's own fields, of which the field tables are tested. */
const inApiWords = {
  workload: fc.constantFrom<object | undefined>(undefined, { kind: "Deployment" }),
  deployment: fc.constantFrom<object | undefined>(undefined, { metadata: { annotations: { "example.com/a": "b" } } }),
  daemonSet: fc.constant(undefined),
  istio: fc.constantFrom<object | undefined>(undefined, { enabled: true }),
  modelCatalog: fc.constantFrom<object | undefined>(undefined, { sources: [{ configMap: { name: "costs" } }] }),
  rawConfig: fc.constantFrom<object | undefined>(undefined, { config: {} }),
};

interface AnyGateway {
  name?: string;
  listeners?: Record<string, { protocol?: string }>;
}

/** Any gateway. Its name is one that no workload has: the controller makes a Service of that name. */
const gateway = fc
  .record({
    gateway: arbitraryOf(gatewaySpec, {
      ...common,
      name: fc.constantFrom("agentgateway-proxy", "edge"),
      "listeners.*.redirect": fc.constant(undefined),
      ...inApiWords,
    }) as fc.Arbitrary<AnyGateway>,
    redirects: fc.boolean(),
  })
  .map(({ gateway, redirects }) => (redirects ? withRedirects(gateway) : gateway));

/** Plain listeners that lead to one with TLS, where there is one. */
function withRedirects({ listeners = {}, ...gateway }: AnyGateway): AnyGateway {
  const secure = Object.keys(listeners).find((name) => listeners[name]?.protocol === "HTTPS");
  if (secure === undefined) return Object.keys(listeners).length > 0 ? { ...gateway, listeners } : gateway;
  const entries = Object.entries(listeners).map(([name, listener]) =>
    listener.protocol === "HTTPS" ? [name, listener] : [name, { ...listener, redirect: secure }],
  );
  return { ...gateway, listeners: Object.fromEntries(entries) as AnyGateway["listeners"] };
}

const agents = named("a", arbitraryOf(a2aAgentSpec, common)) as fc.Arbitrary<Entries>;

/** What is said to be made elsewhere, of names that nothing here has. */
const elsewhere = fc.record({
  existingSecrets: arbitraryOf(environmentSchema.shape.existingSecrets, { "*": fc.constantFrom("x-key", "x.key") }),
  existingServices: fc.dictionary(fc.constantFrom("x-one", "x-two"), fc.constant([80])),
});

/** Patches are up to who writes them: the API server takes any annotation. */
const patches = fc.constantFrom(undefined, null, { metadata: { annotations: { "example.com/note": "on" } } });

const labels = fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, arbitraryOf(environmentSchema.shape.labels));

/** Any catalogue: what an environment may be. */
export const anyCatalogue: fc.Arbitrary<PlainObject> = fc
  .record({ gateway, llmProviders, mcp, agents, desiredPolicies, patches, elsewhere, labels, selectorLabels: labels })
  .map(({ gateway, llmProviders, mcp, agents, desiredPolicies, patches, elsewhere, ...labelling }) => {
    const catalogue = withoutCollisions({ gateway, llmProviders, agents, ...mcp });
    return {
      ...catalogue,
      ...labelling,
      gateway: { ...gateway, insecure: ["unauthenticated", "plainHttp"] },
      patches: patches === undefined ? {} : { [`Gateway/${gateway.name ?? "agentgateway-proxy"}`]: patches },
      policies: policiesOn(catalogue, desiredPolicies),
      existingSecrets: elsewhere.existingSecrets,
      existingServices: { ...elsewhere.existingServices, ...SERVICES },
    };
  });

/** Any environment: a catalogue, where it runs and where it comes from. */
export const anyEnvironment: fc.Arbitrary<PlainObject> = fc
  .record({ anyCatalogue, surroundings })
  .map(({ anyCatalogue, surroundings }) => ({ ...anyCatalogue, ...surroundings }));
