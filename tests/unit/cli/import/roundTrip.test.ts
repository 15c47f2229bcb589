import assert from "node:assert/strict";
import fc from "fast-check";
import { format, resolveConfig } from "prettier";
import type { Found } from "../../../../cli/import/found";
import { readManifests } from "../../../../cli/import/manifests/read";
import { entryLines } from "../../../../cli/import/report";
import { withoutDefaults } from "../../../../cli/import/defaults";
import { unlabelledFiles } from "../../../../components/environment";
import { mergeLayers, type PlainObject } from "../../../../core/merge";
import { anyCatalogue } from "../../../../dev/support/catalogue";
import { environment } from "../../../../dev/support/environment";
import { gatewayEverything } from "../../../../dev/support/gatewayEverything";
import { EVERY_LLM_FORM } from "../../../../dev/support/llmCatalogue";
import { policyEverything } from "../../../../dev/support/policyEverything";
import { runs } from "../../../../dev/support/property";
import { objectLabel, type KubernetesObject } from "../../../../kube/object";

const objectsOf = (catalogue: PlainObject) => unlabelledFiles(environment(catalogue)).flatMap(({ objects }) => objects);
const byLabel = (objects: readonly KubernetesObject[]) => new Map(objects.map((each) => [objectLabel(each), each]));
/** The objects that import says it does not express, or not wholly. */
const leftOf = ({ left }: Found) => new Set(left.map(({ what }) => what.split(",")[0]));

const servers = {
  mcpServers: {
    tools: {
      image: "example.com/tools:1",
      args: ["serve"],
      env: { MODE: "a" },
      secrets: { PASSWORD: true },
      resources: { limits: { cpu: "1" } },
      probes: { readiness: { http: "/healthz" }, liveness: { tcp: true, port: 9000 } },
      pods: { labels: { "example.com/x": "y" }, nodeSelector: { a: "b" }, serviceAccount: {} },
    },
    sse: { service: { name: "sse", port: 8000 }, protocol: "SSE" },
    elsewhere: { service: { name: "shared", port: 80, namespace: "team-a" } },
    remote: { host: "mcp.example.com", apiKey: true, path: "/remote" },
    open: { host: "open.example.com", tls: false, path: "/remote", passthrough: true },
    labelled: { selector: { matchLabels: { mcp: "yes" } }, path: "/labelled" },
  },
  mcpRoutes: {
    "/mcp": {
      prefixMode: "Always",
      authorization: { matchExpressions: ['mcp.tool.name == "a"'] },
      oauth: { issuer: "https://login.example.com", audiences: ["a"], jwks: { host: "login.example.com", path: "/j" } },
    },
  },
};
const agents = {
  agents: {
    planner: {
      image: "example.com/planner:1",
      path: "/team/planner",
      rpcPath: "/rpc",
      upstreamPath: "/a",
      clients: "anyone",
    },
    remote: { host: "agents.example.com", existingSecret: "agents-key" },
    inside: { service: { name: "sse", port: 8000 }, passthrough: true },
    elsewhere: { service: { name: "shared", port: 80, namespace: "team-a" } },
  },
};
const SERVICES = { sse: [8000], judge: [80, 9000], otel: [4317, 4318], ollama: [11434], vllm: [8000] };

describe("what import makes of objects of the builders", () => {
  const whole: Record<string, PlainObject> = {
    "LLM providers of every form": { llmProviders: EVERY_LLM_FORM },
    "MCP servers": servers,
    agents,
    "a gateway with everything": { gateway: gatewayEverything },
    "policies with everything": policyEverything,
  };
  for (const [what, catalogue] of Object.entries(whole)) {
    const given = objectsOf({ existingServices: SERVICES, ...catalogue });
    const found = readManifests(given);

    it(`expresses ${what}, wholly`, () => {
      // Who holds an API key stands in a Secret, which no builder makes.
      assert.deepEqual(
        found.left.map(({ what: left }) => left),
        what.startsWith("policies") ? ["policies.keys.apiKeys.keys"] : [],
      );
      assert.deepEqual(byLabel(objectsOf(withoutDefaults(found.entries))), byLabel(given));
    });

    it(`prints ${what} as the repository formats`, async () => {
      const text = ["export const platform = {", ...entryLines(found.entries), "};", ""].join("\n");
      assert.equal(await format(text, { ...(await resolveConfig(__filename)), parser: "typescript" }), text);
    });
  }

  it("means the same objects, whatever they are, or is said to be left", () => {
    let all = 0;
    let missing = 0;
    fc.assert(
      fc.property(anyCatalogue, (any) => {
        const given = objectsOf({ ...any, labels: {}, selectorLabels: {} });
        const found = readManifests(given);
        const again = byLabel(objectsOf(withoutDefaults(found.entries)));
        const left = leftOf(found);
        for (const object of given) {
          all++;
          const label = objectLabel(object);
          if (left.has(label)) {
            missing++;
            assert.notDeepEqual(again.get(label), object, `${label} is expressed, and said to be left`);
          } else assert.deepEqual(again.get(label), object);
        }
      }),
      runs(20),
    );
    // Patches are left, and rare combinations of guards and issuers.
    assert.ok(missing < all / 20, `${missing} of ${all} objects are left`);
  });

  it("names a field that no entry has, and the patch for it", () => {
    const [first, ...others] = objectsOf({ llmProviders: { openai: { provider: "openai" } } }).filter(
      ({ kind }) => kind === "AgentgatewayBackend",
    );
    const changed = mergeLayers(first as unknown as PlainObject, { spec: { policies: { tcp: { keepalive: {} } } } });
    assert.deepEqual(readManifests([changed as unknown as KubernetesObject, ...others]).left, [
      {
        what: "AgentgatewayBackend openai, spec.policies.tcp",
        reason: "has no field of an entry",
        wayOn: 'Say it by patches: { "AgentgatewayBackend/openai": { … } } (docs/patches.md).',
      },
    ]);
  });

  it("says where an entry would serve more than the input", () => {
    const [backend] = objectsOf({ llmProviders: { openai: { provider: "openai" } } }).filter(
      ({ kind }) => kind === "AgentgatewayBackend",
    );
    const { spec } = backend as unknown as { spec: { policies: { ai: { routes: PlainObject } } } };
    delete spec.policies.ai.routes["/embeddings"];
    const { left } = readManifests([backend as KubernetesObject]);
    assert.deepEqual(
      left.map(({ what, reason }) => `${what} ${reason}`),
      ["AgentgatewayBackend openai, spec.policies.ai.routes./embeddings is served by the entry, and not by the input"],
    );
  });
});
