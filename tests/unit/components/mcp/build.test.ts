import assert from "node:assert/strict";
import { mcpServer, mcpTarget, serverSecret } from "../../../../components/mcp/build";
import { mcpRouting } from "../../../../components/mcp/routing";
import { mcpRouteSpec } from "../../../../components/mcp/routeSpec";
import { mcpServerSpec } from "../../../../components/mcp/spec";
import { SecretValue } from "../../../../core/secret";
import { WITH_BEARER, WITHOUT_CREDENTIALS } from "../../../../dev/support/clientCredentials";

const server = (input: object) => mcpServerSpec.parse(input);
const own = (over: object = {}) => server({ image: "example.com/tools:1", ...over });

describe("an MCP server", () => {
  const bare = { transformation: WITHOUT_CREDENTIALS };
  const kinds: [string, object, object, object?][] = [
    [
      "that the environment runs, by its Service",
      { image: "i" },
      { static: { backendRef: { name: "x" }, port: 80, protocol: "StreamableHTTP" } },
    ],
    [
      "that the environment runs, with ports and a path of its own",
      { image: "i", port: 1, servicePort: 8080, protocol: "SSE", upstreamPath: "/events" },
      { static: { backendRef: { name: "x" }, port: 8080, protocol: "SSE", path: "/events" } },
    ],
    [
      "that is there, by the name of its Service",
      { service: { name: "tools", port: 3000 } },
      { static: { backendRef: { name: "tools" }, port: 3000, protocol: "StreamableHTTP" } },
    ],
    [
      "that is there in another namespace, by its host, for the CRD takes no namespace",
      { service: { name: "kagent-tools", port: 8084, namespace: "kagent" } },
      { static: { host: "kagent-tools.kagent.svc.cluster.local", port: 8084, protocol: "StreamableHTTP" } },
    ],
    [
      "on another host, by TLS and with its key",
      { host: "mcp.example.com", upstreamPath: "/mcp/", apiKey: true },
      {
        static: {
          host: "mcp.example.com",
          port: 443,
          protocol: "StreamableHTTP",
          path: "/mcp/",
          policies: { tls: {}, auth: { secretRef: { name: "x-secret" } } },
        },
      },
      { transformation: WITH_BEARER },
    ],
    [
      "on another host, by a key in a Secret that someone else makes",
      { host: "mcp.example.com", tls: false, existingSecret: "theirs" },
      {
        static: {
          host: "mcp.example.com",
          port: 443,
          protocol: "StreamableHTTP",
          policies: { auth: { secretRef: { name: "theirs" } } },
        },
      },
      { transformation: WITH_BEARER },
    ],
    [
      "on another host that is open to all",
      { host: "mcp.example.com" },
      { static: { host: "mcp.example.com", port: 443, protocol: "StreamableHTTP", policies: { tls: {} } } },
    ],
    [
      "on another host in plain HTTP",
      { host: "mcp.example.com", port: 8080, tls: false },
      { static: { host: "mcp.example.com", port: 8080, protocol: "StreamableHTTP" } },
    ],
    [
      "by the labels of its Service",
      { selector: { matchLabels: { mcp: "true" } } },
      { selector: { services: { matchLabels: { mcp: "true" } } } },
    ],
  ];
  for (const [title, input, expected, policies = bare] of kinds) {
    it(`is the target ${title}`, () => {
      const [backend] = mcpRouting({ x: server(input) }, {}, "gw");
      assert.deepEqual(backend?.spec, { mcp: { targets: [{ name: "x", ...expected }] }, policies });
    });
  }

  it("runs in the environment only where it has an image", () => {
    const created = (input: object) => mcpServer("x", server(input), "gw").map(({ kind }) => kind);
    assert.deepEqual(created({ image: "i" }), ["Deployment", "Service", "NetworkPolicy"]);
    assert.deepEqual(created({ service: { name: "tools", port: 80 } }), []);
    assert.deepEqual(created({ host: "mcp.example.com" }), []);
    assert.deepEqual(created({ selector: { matchLabels: { mcp: "true" } } }), []);
  });

  it("has a Secret where it has something secret", () => {
    const key = new SecretValue("k");
    assert.deepEqual(serverSecret("x", server({ host: "mcp.example.com", apiKey: key })), {
      name: "x-secret",
      entries: [{ path: "mcpServers.x.apiKey", key: "Authorization", value: key, required: true }],
    });
    assert.deepEqual(serverSecret("x", own({ secrets: { TOKEN: true } })), {
      name: "x-secret",
      entries: [{ path: "mcpServers.x.secrets.TOKEN", key: "TOKEN", value: undefined, required: true }],
    });
    assert.equal(serverSecret("x", own()), undefined);
    assert.equal(serverSecret("x", own({ secrets: { TOKEN: true }, existingSecret: "theirs" })), undefined);
    for (const apiKey of [undefined, true, key])
      assert.equal(serverSecret("x", server({ host: "mcp.example.com", apiKey, existingSecret: "theirs" })), undefined);
    assert.equal(serverSecret("x", server({ host: "mcp.example.com" })), undefined);
    assert.equal(serverSecret("x", server({ service: { name: "tools", port: 80 } })), undefined);
  });

  it("shares backend and route with the servers of its path", () => {
    const b = server({ host: "mcp.example.com" });
    const objects = mcpRouting({ b, a: own(), other: own({ path: "/team/tools" }) }, {}, "gw");
    assert.deepEqual(
      objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
      [
        "AgentgatewayBackend mcp-backend",
        "HTTPRoute mcp",
        "AgentgatewayBackend team-tools-backend",
        "HTTPRoute team-tools",
      ],
    );
    const { mcp } = objects[0]?.spec as { mcp: { targets: { name: string }[] } };
    assert.deepEqual(
      mcp.targets.map(({ name }) => name),
      ["a", "b"],
    );
    assert.deepEqual(mcpTarget("a", own()), {
      name: "a",
      static: { backendRef: { name: "a" }, port: 80, protocol: "StreamableHTTP", path: undefined },
    });
  });
});

describe("a path of MCP servers", () => {
  const created = (route: object) => mcpRouting({ x: own() }, { "/mcp": mcpRouteSpec.parse(route) }, "gw");
  const targets = [{ name: "x", static: { backendRef: { name: "x" }, port: 80, protocol: "StreamableHTTP" } }];
  const oauth = { issuer: "https://login.example.com/", audiences: ["https://ai.example.com/mcp"] };
  const policies = { transformation: WITHOUT_CREDENTIALS };
  const policy = (jwtAuthentication: object) => ({
    apiVersion: "agentgateway.dev/v1alpha1",
    kind: "AgentgatewayPolicy",
    metadata: { name: "mcp-oauth" },
    spec: {
      targetRefs: [{ group: "gateway.networking.k8s.io", kind: "HTTPRoute", name: "mcp" }],
      traffic: {
        jwtAuthentication,
        authorization: {
          action: "Require",
          policy: {
            matchExpressions: [
              'jwt == null || (has(jwt.iss) && (has(jwt.aud) || !(jwt.iss in ["https://login.example.com/"])))',
            ],
          },
        },
      },
    },
  });

  it("says how its servers are offered together, and nothing that was not said", () => {
    assert.deepEqual(created({ prefixMode: "Always", failureMode: "FailOpen", sessionRouting: "Stateless" })[0]?.spec, {
      mcp: { sessionRouting: "Stateless", failureMode: "FailOpen", prefixMode: "Always", targets },
      policies,
    });
    assert.deepEqual(created({}), mcpRouting({ x: own() }, {}, "gw"));
  });

  it("keeps the rule about its tools in its backend", () => {
    const matchExpressions = ['mcp.tool.target == "x"', "mcp.tool.name != 'delete'"];
    const rule = (authorization: object) => created({ authorization })[0]?.spec;
    assert.deepEqual(rule({ matchExpressions }), {
      mcp: { targets },
      policies: { ...policies, mcp: { authorization: { action: "Allow", policy: { matchExpressions } } } },
    });
    assert.deepEqual(rule({ action: "Require", matchExpressions }), {
      mcp: { targets },
      policies: { ...policies, mcp: { authorization: { action: "Require", policy: { matchExpressions } } } },
    });
  });

  it("lets only bearers of a token in, and tells the others where to get one", () => {
    const inline = '{"keys":[]}';
    const [backend, guard, route, ...rest] = created({ oauth: { ...oauth, jwks: { inline } } });
    assert.deepEqual(backend?.spec, { mcp: { targets }, policies });
    assert.deepEqual(guard, policy({ mode: "Strict", providers: [{ ...oauth, jwks: { inline } }], mcp: {} }));
    assert.deepEqual((route?.spec as { rules: { matches: unknown }[] }).rules[0]?.matches, [
      { path: { type: "PathPrefix", value: "/mcp" } },
      { path: { type: "PathPrefix", value: "/.well-known/oauth-protected-resource/mcp" } },
      { path: { type: "PathPrefix", value: "/.well-known/oauth-authorization-server/mcp" } },
    ]);
    assert.deepEqual(rest, []);
  });

  it("reads the keys of its issuer from a Service, and knows providers that need it", () => {
    const guard = created({
      oauth: {
        ...oauth,
        jwks: { service: { name: "keycloak", port: 8080 }, path: "/certs" },
        provider: "Keycloak",
        resourceMetadata: { resource: "https://ai.example.com/mcp", scopesSupported: ["openid"] },
      },
    })[1];
    const backendRef = { group: "", kind: "Service", name: "keycloak", port: 8080 };
    assert.deepEqual(
      guard,
      policy({
        mode: "Strict",
        providers: [{ ...oauth, jwks: { remote: { backendRef, jwksPath: "certs", cacheDuration: "5m" } } }],
        mcp: {
          provider: "Keycloak",
          resourceMetadata: { resource: "https://ai.example.com/mcp", scopesSupported: ["openid"] },
        },
      }),
    );
  });

  it("reads the keys of its issuer from a host, by a backend", () => {
    const [, keys, guard] = created({
      oauth: { ...oauth, jwks: { host: "login.example.com", path: "/jwks.json", cacheDuration: "1h" } },
    });
    assert.deepEqual(keys, {
      apiVersion: "agentgateway.dev/v1alpha1",
      kind: "AgentgatewayBackend",
      metadata: { name: "mcp-jwks" },
      spec: { static: { host: "login.example.com", port: 443 }, policies: { tls: {} } },
    });
    const backendRef = { group: "agentgateway.dev", kind: "AgentgatewayBackend", name: "mcp-jwks" };
    assert.deepEqual(
      guard,
      policy({
        mode: "Strict",
        providers: [{ ...oauth, jwks: { remote: { backendRef, jwksPath: "jwks.json", cacheDuration: "1h" } } }],
        mcp: {},
      }),
    );
  });
});
