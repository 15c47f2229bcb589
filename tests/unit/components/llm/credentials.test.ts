import assert from "node:assert/strict";
import fc from "fast-check";
import type { KubernetesObject } from "../../../../kube/object";
import { llmProvider } from "../../../../components/llm/build";
import { providerSpec } from "../../../../components/llm/provider/spec";
import type { LlmCatalogue } from "../../../../components/llm/spec";
import { llmProviders } from "../../../../dev/support/catalogue/llm";
import { SERVICES } from "../../../../dev/support/catalogue/values";
import { environment } from "../../../../dev/support/environment";
import { runs } from "../../../../dev/support/property";

interface Auth {
  location?: { header: { name: string } };
  credentials?: Auth[];
  aws?: object;
  passthrough?: object;
}

interface Policies {
  auth?: Auth;
  transformation?: { request: { remove: string[] } };
}

function policiesOf(input: object): Policies {
  const { policies } = llmProvider("x", providerSpec.parse(input), "gw", {})[0]?.spec as { policies: Policies };
  return { auth: policies.auth, transformation: policies.transformation };
}

/** An entry of each kind, and of those that a kind authenticates differently. */
const entries = {
  openai: { provider: "openai" },
  anthropic: { provider: "anthropic" },
  gemini: { provider: "gemini" },
  vertexai: { provider: "vertexai", projectId: "p" },
  azure: { provider: "azure", resourceName: "r" },
  foundry: { provider: "azure", resourceName: "r", resourceType: "Foundry", projectName: "p" },
  azureopenai: { provider: "azureopenai", endpoint: "r.openai.azure.com", deploymentName: "d", apiVersion: "v1" },
  "azureopenai at Foundry": {
    provider: "azureopenai",
    endpoint: "r.services.ai.azure.com",
    deploymentName: "d",
    apiVersion: "v1",
  },
  bedrock: { provider: "bedrock", roleArn: "arn:aws:iam::123456789012:role/gateway" },
  custom: { provider: "custom", service: { name: "vllm", port: 80 } },
};

const secretRef = { name: "x-secret" };
const inHeader = (name: string) => ({ secretRef, location: { header: { name } } });
const gcp = { type: "AccessToken" };

// The client's headers that go, by the header that the gateway's own credentials are in.
const ALL = ["authorization", "x-api-key", "api-key", "x-goog-api-key"];
const BUT_AUTHORIZATION = ["x-api-key", "api-key", "x-goog-api-key"];
const BUT_API_KEY = ["authorization", "x-api-key", "x-goog-api-key"];
const BUT_BOTH_API_KEYS = ["authorization", "x-goog-api-key"];
const BUT_GOOG_API_KEY = ["authorization", "x-api-key", "api-key"];

const passthrough = { passthrough: {} };
const nothing = undefined;

/** Each kind with each form of `auth`: how the gateway authenticates, and which headers of the client the vendor misses. */
const forms: [entry: keyof typeof entries, auth: string, policy: object | undefined, removed: string[] | undefined][] =
  [
    ["openai", "apiKey", { secretRef }, BUT_AUTHORIZATION],
    ["openai", "none", nothing, ALL],
    ["openai", "passthrough", passthrough, nothing],
    // The proxy moves the key into the header that Anthropic wants, after what the client sent there is gone.
    ["anthropic", "apiKey", { secretRef }, BUT_AUTHORIZATION],
    ["anthropic", "none", nothing, ALL],
    ["anthropic", "passthrough", passthrough, nothing],
    ["gemini", "apiKey", { secretRef }, BUT_AUTHORIZATION],
    ["gemini", "none", nothing, ALL],
    ["gemini", "passthrough", passthrough, nothing],
    ["vertexai", "apiKey", inHeader("x-goog-api-key"), BUT_GOOG_API_KEY],
    ["vertexai", "ambient", { gcp }, BUT_AUTHORIZATION],
    ["vertexai", "credentials", { gcp: { ...gcp, secretRef } }, BUT_AUTHORIZATION],
    ["vertexai", "passthrough", passthrough, nothing],
    ["azure", "apiKey", inHeader("api-key"), BUT_API_KEY],
    ["azure", "ambient", { azure: {} }, BUT_AUTHORIZATION],
    ["azure", "servicePrincipal", { azure: { secretRef } }, BUT_AUTHORIZATION],
    ["azure", "passthrough", passthrough, nothing],
    ["foundry", "apiKey", { ...inHeader("api-key"), credentials: [inHeader("x-api-key")] }, BUT_BOTH_API_KEYS],
    ["foundry", "ambient", { azure: {} }, BUT_AUTHORIZATION],
    ["foundry", "servicePrincipal", { azure: { secretRef } }, BUT_AUTHORIZATION],
    ["foundry", "passthrough", passthrough, nothing],
    ["azureopenai", "apiKey", inHeader("api-key"), BUT_API_KEY],
    ["azureopenai", "ambient", { azure: {} }, BUT_AUTHORIZATION],
    ["azureopenai", "servicePrincipal", { azure: { secretRef } }, BUT_AUTHORIZATION],
    ["azureopenai", "passthrough", passthrough, nothing],
    [
      "azureopenai at Foundry",
      "apiKey",
      { ...inHeader("api-key"), credentials: [inHeader("x-api-key")] },
      BUT_BOTH_API_KEYS,
    ],
    ["azureopenai at Foundry", "servicePrincipal", { azure: { secretRef } }, BUT_AUTHORIZATION],
    // AWS requests are signed when they are complete.
    ["bedrock", "keys", { aws: { secretRef } }, ALL],
    ["bedrock", "ambient", { aws: {} }, ALL],
    ["bedrock", "assumeRole", { aws: { assumeRole: { roleArn: "arn:aws:iam::123456789012:role/gateway" } } }, ALL],
    ["custom", "none", nothing, ALL],
    ["custom", "apiKey", { secretRef }, BUT_AUTHORIZATION],
    ["custom", "passthrough", passthrough, nothing],
  ];

describe("the credentials that a provider gets", () => {
  for (const [entry, auth, policy, removed] of forms) {
    it(`are those alone that auth says: ${entry}, ${auth}`, () =>
      assert.deepEqual(policiesOf({ ...entries[entry], auth }), {
        auth: policy,
        transformation: removed && { request: { remove: removed } },
      }));
  }

  it("are tested in every form that there is", () => {
    const tested = forms.map(([entry, auth]) => `${entries[entry].provider} ${auth}`);
    const all = providerSpec.options.flatMap(({ shape }) =>
      shape.auth.def.innerType.options.map((auth) => `${shape.provider.value} ${auth}`),
    );
    assert.deepEqual([...new Set(tested)].sort(), all.sort());
  });

  it("are never the client's, whatever the entry, unless it says passthrough", () => {
    fc.assert(
      fc.property(llmProviders, (generated) => {
        const entries = environment({ llmProviders: generated, existingServices: SERVICES }).llmProviders;
        for (const { auth, transformation } of policiesIn(entries)) {
          if (auth?.passthrough !== undefined) {
            assert.deepEqual([auth, transformation], [passthrough, undefined]);
            continue;
          }
          // Each header once: either it goes, or it is replaced.
          const replaced = auth === undefined || auth.aws !== undefined ? [] : headersOf(auth);
          assert.deepEqual([...(transformation?.request.remove ?? []), ...replaced].sort(), [...ALL].sort());
        }
      }),
      runs(100),
    );
  });
});

/** The headers that an authentication fills. */
function headersOf({ location, credentials = [] }: Auth): string[] {
  return [location?.header.name ?? "authorization", ...credentials.flatMap(headersOf)];
}

/** The policies of each provider that a backend leads to. */
function policiesIn(catalogue: LlmCatalogue): Policies[] {
  return Object.entries(catalogue).flatMap(([name, spec]) => {
    const [backend] = llmProvider(name, spec, "gw", catalogue);
    const { ai, policies } = (backend as KubernetesObject).spec as {
      ai: { groups?: { providers: { policies: Policies }[] }[] };
      policies: Policies;
    };
    return ai.groups ? ai.groups.flatMap(({ providers }) => providers.map((each) => each.policies)) : [policies];
  });
}
