import assert from "node:assert/strict";
import { a2aAgent } from "../../components/a2a/build";
import { a2aAgentSpec } from "../../components/a2a/spec";
import { mcpRouting, mcpServer } from "../../components/mcp/build";
import { mcpServerSpec } from "../../components/mcp/spec";

const server = (over: object = {}) => mcpServerSpec.parse({ image: "example.com/fetcher:1", ...over });

describe("an MCP server", () => {
  it("runs as a Deployment behind a Service of its name", async () => {
    const [deployment, service] = await mcpServer("fetcher", server({ env: { B: "2", A: "1" }, replicas: 2 }));
    assert.deepEqual(deployment, {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "fetcher", labels: { app: "fetcher" } },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: "fetcher" } },
        template: {
          metadata: { labels: { app: "fetcher" } },
          spec: {
            automountServiceAccountToken: false,
            securityContext: { seccompProfile: { type: "RuntimeDefault" } },
            containers: [
              {
                name: "fetcher",
                image: "example.com/fetcher:1",
                ports: [{ name: "http", containerPort: 8000, protocol: "TCP" }],
                env: [
                  { name: "A", value: "1" },
                  { name: "B", value: "2" },
                ],
                securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
              },
            ],
          },
        },
      },
    });
    assert.deepEqual(service?.spec, {
      selector: { app: "fetcher" },
      ports: [{ name: "http", port: 80, targetPort: 8000, protocol: "TCP" }],
    });
  });

  it("can be scaled to nothing", async () => {
    const [deployment] = await mcpServer("fetcher", server({ replicas: 0 }));
    assert.equal((deployment?.spec as { replicas: number }).replicas, 0);
  });

  it("shares backend and route with the servers of its path", () => {
    const objects = mcpRouting(
      { b: server(), a: server({ protocol: "SSE" }), other: server({ path: "/team/tools" }) },
      "gw",
    );
    assert.deepEqual(
      objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
      [
        "AgentgatewayBackend mcp-backend",
        "HTTPRoute mcp",
        "AgentgatewayBackend team-tools-backend",
        "HTTPRoute team-tools",
      ],
    );
    assert.deepEqual(objects[0]?.spec, {
      mcp: {
        targets: [
          { name: "a", static: { backendRef: { name: "a" }, port: 80, protocol: "SSE" } },
          { name: "b", static: { backendRef: { name: "b" }, port: 80, protocol: "StreamableHTTP" } },
        ],
      },
    });
  });
});

describe("an A2A agent", () => {
  it("is named as A2A by its Service port, and finds its card at its own root", async () => {
    const [, service, route] = await a2aAgent(
      "planner",
      a2aAgentSpec.parse({ image: "example.com/planner:1", path: "/a2a" }),
      "gw",
    );
    assert.deepEqual((service?.spec as { ports: unknown }).ports, [
      { name: "http", port: 9090, targetPort: 9090, protocol: "TCP", appProtocol: "agentgateway.dev/a2a" },
    ]);
    assert.deepEqual(route?.metadata, { name: "a2a" });
    assert.deepEqual((route?.spec as { rules: unknown }).rules, [
      {
        matches: [{ path: { type: "PathPrefix", value: "/a2a" } }],
        filters: [
          { type: "URLRewrite", urlRewrite: { path: { type: "ReplacePrefixMatch", replacePrefixMatch: "/" } } },
        ],
        backendRefs: [{ group: "", kind: "Service", name: "planner", port: 9090, weight: 1 }],
      },
    ]);
  });
});
