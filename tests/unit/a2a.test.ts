import assert from "node:assert/strict";
import { a2aAgent, agentSecret } from "../../components/a2a/build";
import { a2aAgentSpec } from "../../components/a2a/spec";

const made = (input: object) => a2aAgent("planner", a2aAgentSpec.parse(input), "gw");

const route = (name: string, path: string, backendRef: object) => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "HTTPRoute",
  metadata: { name },
  spec: {
    parentRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: "gw" }],
    rules: [
      {
        matches: [{ path: { type: "PathPrefix", value: path } }],
        filters: [
          { type: "URLRewrite", urlRewrite: { path: { type: "ReplacePrefixMatch", replacePrefixMatch: "/" } } },
        ],
        backendRefs: [backendRef],
      },
    ],
  },
});

describe("an A2A agent", () => {
  it("is named as A2A by its Service port, and finds its card at its own root", async () => {
    const [deployment, service, clients, ...rest] = await made({ image: "example.com/planner:1", path: "/a2a" });
    assert.deepEqual([deployment?.kind, clients?.kind], ["Deployment", "NetworkPolicy"]);
    assert.deepEqual((service?.spec as { ports: unknown }).ports, [
      { name: "http", port: 9090, targetPort: 9090, protocol: "TCP", appProtocol: "agentgateway.dev/a2a" },
    ]);
    assert.deepEqual(rest, [
      route("a2a", "/a2a", { group: "", kind: "Service", name: "planner", port: 9090, weight: 1 }),
    ]);
  });

  it("that is there already is a route to its Service", async () => {
    assert.deepEqual(await made({ service: { name: "team-planner", port: 8080 } }), [
      route("planner", "/planner", { group: "", kind: "Service", name: "team-planner", port: 8080, weight: 1 }),
    ]);
  });

  it("on another host is a backend that is named as A2A, and a route to it", async () => {
    const toBackend = { group: "agentgateway.dev", kind: "AgentgatewayBackend", name: "planner", weight: 1 };
    const backend = (spec: object) => ({
      apiVersion: "agentgateway.dev/v1alpha1",
      kind: "AgentgatewayBackend",
      metadata: { name: "planner" },
      spec,
    });
    assert.deepEqual(await made({ host: "agents.example.com" }), [
      backend({ a2a: { host: "agents.example.com", port: 443 }, policies: { tls: {} } }),
      route("planner", "/planner", toBackend),
    ]);
    assert.deepEqual(await made({ host: "agents.example.com", port: 8080, tls: false }), [
      backend({ a2a: { host: "agents.example.com", port: 8080 } }),
      route("planner", "/planner", toBackend),
    ]);
  });

  it("has a Secret where it has secret variables", () => {
    const secret = (input: object) => agentSecret("planner", a2aAgentSpec.parse(input));
    assert.deepEqual(secret({ image: "i", secrets: { TOKEN: true } }), {
      name: "planner-secret",
      entries: [{ path: "agents.planner.secrets.TOKEN", key: "TOKEN", value: undefined, required: true }],
    });
    assert.equal(secret({ image: "i" }), undefined);
    assert.equal(secret({ host: "agents.example.com" }), undefined);
  });
});
