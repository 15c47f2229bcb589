import assert from "node:assert/strict";
import { unnamedServers } from "../../../../components/mcp/errors";
import { mcpRouting } from "../../../../components/mcp/routing";
import { mcpRouteSpec } from "../../../../components/mcp/routeSpec";
import { mcpServerSpec } from "../../../../components/mcp/spec";
import { WITH_BEARER, WITHOUT_CREDENTIALS } from "../../../../dev/support/clientCredentials";

const bare = { service: { name: "tools", port: 3000 } };
const outside = { host: "open.example.com" };
const keyed = { host: "mcp.example.com", apiKey: true };
const passing = { ...bare, passthrough: true };

/** What is made of some servers at /mcp: the policies of their backend, and the policies of single ones. */
function credentialsOf(servers: Record<string, object>, route: object = {}): [policies: unknown, ...others: object[]] {
  const specs = Object.fromEntries(Object.entries(servers).map(([name, input]) => [name, mcpServerSpec.parse(input)]));
  const [backend, ...others] = mcpRouting(specs, { "/mcp": mcpRouteSpec.parse(route) }, "gw").slice(0, -1);
  return [(backend?.spec as { policies?: object }).policies, ...others];
}

const policy = (name: string, servers: string[], backend: object) => ({
  apiVersion: "agentgateway.dev/v1alpha1",
  kind: "AgentgatewayPolicy",
  metadata: { name },
  spec: {
    targetRefs: servers.map((sectionName) => ({
      group: "agentgateway.dev",
      kind: "AgentgatewayBackend",
      name: "mcp-backend",
      sectionName,
    })),
    backend,
  },
});

const removing = { transformation: WITHOUT_CREDENTIALS };
const butOurs = { transformation: WITH_BEARER };
const passthrough = { auth: { passthrough: {} } };

describe("the credentials that MCP servers of one path get", () => {
  it("are nobody's where the gateway has no key", () => {
    assert.deepEqual(credentialsOf({ a: bare, b: outside }), [removing]);
    assert.deepEqual(credentialsOf({ all: { selector: { matchLabels: { mcp: "true" } } } }), [removing]);
  });

  it("are the gateway's where it has a key for each", () => {
    assert.deepEqual(credentialsOf({ a: keyed, b: keyed }), [butOurs]);
  });

  it("are the gateway's for some, and nobody's for the others", () => {
    assert.deepEqual(credentialsOf({ a: keyed, b: bare, c: outside }), [
      butOurs,
      policy("mcp-backend-credentials", ["b", "c"], removing),
    ]);
  });

  it("are the client's where each says so", () => {
    assert.deepEqual(credentialsOf({ a: passing, b: { ...outside, passthrough: true } }), [passthrough]);
    const all = { selector: { matchLabels: { mcp: "true" } }, passthrough: true };
    assert.deepEqual(credentialsOf({ all }), [passthrough]);
  });

  it("are the client's for some, and nobody's for the others", () => {
    assert.deepEqual(credentialsOf({ a: passing, b: bare }), [
      undefined,
      policy("mcp-backend-passthrough", ["a"], passthrough),
      policy("mcp-backend-credentials", ["b"], removing),
    ]);
  });

  it("are the client's for some, and the gateway's for the others", () => {
    assert.deepEqual(credentialsOf({ a: keyed, b: passing }), [
      undefined,
      policy("mcp-backend-passthrough", ["b"], passthrough),
      policy("mcp-backend-keys", ["a"], butOurs),
    ]);
  });

  it("are everybody's, each where they belong", () => {
    assert.deepEqual(credentialsOf({ a: bare, b: keyed, c: passing, d: outside }), [
      undefined,
      policy("mcp-backend-passthrough", ["c"], passthrough),
      policy("mcp-backend-credentials", ["a", "d"], removing),
      policy("mcp-backend-keys", ["b"], butOurs),
    ]);
  });

  it("stand beside the rule about tools", () => {
    const matchExpressions = ['mcp.tool.name == "echo"'];
    const mcp = { authorization: { action: "Allow", policy: { matchExpressions } } };
    const authorization = { matchExpressions };
    assert.deepEqual(credentialsOf({ a: bare }, { authorization }), [{ ...removing, mcp }]);
    assert.deepEqual(credentialsOf({ a: passing, b: bare }, { authorization })[0], { mcp });
  });

  it("are told by as many policies as it takes: one has 16 targets at most", () => {
    const many = Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`b${index + 10}`, bare]));
    const [, first, second] = credentialsOf({ ...many, keyed });
    const sections = (policy: unknown) => (policy as { spec: { targetRefs: object[] } }).spec.targetRefs.length;
    assert.deepEqual([sections(first), sections(second)], [16, 1]);
  });

  it("are told of servers of another path by the name of its backend", () => {
    const specs = Object.fromEntries(
      Object.entries({ a: keyed, b: bare }).map(([name, input]) => [
        name,
        mcpServerSpec.parse({ ...input, path: "/team/tools" }),
      ]),
    );
    const names = mcpRouting(specs, {}, "gw").map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    assert.deepEqual(names, [
      "AgentgatewayBackend team-tools-backend",
      "AgentgatewayPolicy team-tools-backend-credentials",
      "HTTPRoute team-tools",
    ]);
  });

  it("can't be told of servers by label beside others: those need a path of their own", () => {
    const labelled = { selector: { matchLabels: { mcp: "true" } } };
    const withoutInternal = (servers: Record<string, object>) =>
      unnamedServers(
        Object.fromEntries(Object.entries(servers).map(([name, input]) => [name, mcpServerSpec.parse(input)])),
      ).map(({ path }) => path);
    assert.deepEqual(withoutInternal({ a: labelled, b: keyed }), ["mcpServers.a.selector"]);
    assert.deepEqual(withoutInternal({ a: labelled, b: passing }), ["mcpServers.a.selector"]);
    assert.deepEqual(withoutInternal({ a: { ...labelled, passthrough: true }, b: bare, c: labelled }), [
      "mcpServers.a.selector",
      "mcpServers.c.selector",
    ]);
    assert.deepEqual(withoutInternal({ a: labelled, b: bare, c: labelled }), []);
    assert.deepEqual(withoutInternal({ a: { ...labelled, passthrough: true }, b: passing }), []);
    assert.deepEqual(withoutInternal({ a: labelled, b: { ...keyed, path: "/other" } }), []);
    assert.deepEqual(withoutInternal({ a: keyed, b: passing, c: bare }), []);
  });
});
