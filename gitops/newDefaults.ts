import { itemsIn, valueIn } from "../checks/fields";
import type { KubernetesObject } from "../kube/object";

/** Something that builders add to objects since a version, and why: what the user of an older checkout has to know. */
interface NewDefault {
  kind: string;
  /** Whether an object has it. */
  has: (object: KubernetesObject) => boolean;
  why: string;
}

/** Entries leave here once nobody has a tree from before them. */
const newDefaults: readonly NewDefault[] = [
  {
    kind: "AgentgatewayBackend",
    has: (object) => policiesOf(object).some((policies) => valueIn(policies, "ai", "routes") !== undefined),
    why: "requests are told apart by their paths, so that Responses, Messages, Embeddings and the list of models work beside chat completions (docs/llm-formats.md)",
  },
  {
    kind: "AgentgatewayBackend",
    has: (object) => policiesOf(object).some((policies) => valueIn(policies, "transformation") !== undefined),
    why: "credentials that a client sends to the gateway no longer reach providers and servers; `passthrough` lets them (docs/llm-providers.md)",
  },
  {
    kind: "AgentgatewayBackend",
    has: (object) => policiesOf(object).some((policies) => valueIn(policies, "auth", "location") !== undefined),
    why: "API keys travel in the header that the vendor takes: `api-key` for Azure, `x-goog-api-key` for Vertex AI",
  },
  {
    kind: "HTTPRoute",
    has: (object) => itemsIn(object, "spec", "rules").some((rule) => itemsIn(rule, "filters").length > 0),
    why: "routes of LLM providers replace their prefix, so that what is sent on as it is arrives under the provider's own paths",
  },
  {
    kind: "HTTPRoute",
    has: (object) =>
      itemsIn(object, "spec", "rules").some((rule) =>
        itemsIn(rule, "backendRefs").some((reference) => itemsIn(reference, "filters").length > 0),
      ),
    why: "credentials that a client sends to the gateway no longer reach agents; `passthrough: true` lets them (docs/agents.md)",
  },
  {
    kind: "AgentgatewayPolicy",
    has: (object) =>
      valueIn(object, "spec", "traffic", "retry") !== undefined && object.metadata.name.endsWith("-retry"),
    why: "a failover tries the next provider within the request, so that the client gets no error; `retry: false` turns it off (docs/llm-providers.md)",
  },
  {
    kind: "AgentgatewayPolicy",
    has: ({ spec }) =>
      itemsIn({ spec }, "spec", "targetRefs").length > 0 &&
      JSON.stringify(valueIn(spec, "traffic", "authorization") ?? "").includes("has(jwt.iss)"),
    why: "tokens must have the claims that they are checked by: Agent Gateway 1.4.1 lets one without `iss` or `aud` pass (docs/policies.md)",
  },
  {
    kind: "Application",
    has: (object) => valueIn(object, "spec", "syncPolicy", "retry", "refresh") === true,
    why: "a sync that fails is tried again with the newest commit, so that a commit which the cluster refuses does not hold up the one that corrects it",
  },
  {
    kind: "Application",
    has: ({ metadata }) => metadata.annotations?.["argocd.argoproj.io/compare-options"] === "ServerSideDiff=true",
    why: "what the API server fills in is no difference, so that manifests needn't write it out (docs/manifests.md)",
  },
];

/** The policies of a backend, and of each provider within it. */
function policiesOf(object: KubernetesObject): unknown[] {
  const groups = itemsIn(object, "spec", "ai", "groups").flatMap((group) => itemsIn(group, "providers"));
  return [object.spec, ...groups].map((part) => valueIn(part, "policies"));
}

/**
 * Why objects get fields that they did not have, as far as the builders add them. Each reason once.
 *
 * @param changes pairs of an object as it was, or nothing where it is new, and as it becomes
 */
export function newDefaultReasons(
  changes: readonly [before: KubernetesObject | undefined, after: KubernetesObject][],
): string[] {
  return newDefaults
    .filter(({ kind, has }) =>
      changes.some(([before, after]) => after.kind === kind && has(after) && (before === undefined || !has(before))),
    )
    .map(({ why }) => why);
}
