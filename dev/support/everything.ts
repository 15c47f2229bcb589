import type { PlainObject } from "../../core/merge";

/** All that can be said of a container. */
const container = {
  command: ["/bin/serve"],
  args: ["--port", "8000"],
  env: { URL: "https://$(TOKEN)@example.com" },
  secrets: { TOKEN: true },
  resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { memory: "128Mi" } },
  probes: { readiness: { http: "/healthz", initialDelaySeconds: 1 }, liveness: { tcp: true, periodSeconds: 30 } },
  runAsNonRoot: true,
  runAsUser: 65532,
};

const authorization = (action: string) => ({ action, matchExpressions: ['mcp.tool.target == "own" || has(jwt.sub)'] });
const oauth = (jwks: object) => ({
  issuer: "https://login.example.com/",
  audiences: ["https://ai.example.com/mcp"],
  jwks,
  provider: "Keycloak",
  resourceMetadata: { resource: "https://ai.example.com/mcp", scopesSupported: ["openid"] },
});

/** A catalogue with an MCP server, a path and an agent of every kind. */
export const everything: PlainObject = {
  mcpServers: {
    own: { image: "example.com/tools:1", upstreamPath: "/mcp/", ...container },
    there: { service: { name: "tools", port: 3000 }, protocol: "SSE" },
    remote: { host: "mcp.example.com", apiKey: true },
    plain: { host: "mcp.example.com", port: 8080, tls: false },
    abroad: { service: { name: "tools", port: 8084, namespace: "kagent" } },
    through: { service: { name: "tools", port: 3000 }, passthrough: true },
    labelled: { selector: { matchLabels: { "example.com/mcp": "true" } }, path: "/labelled" },
    inline: { service: { name: "tools", port: 3000 }, path: "/inline", passthrough: true },
    hosted: { service: { name: "tools", port: 3000 }, path: "/hosted" },
    "hosted-remote": { host: "mcp.example.com", apiKey: true, path: "/hosted" },
  },
  mcpRoutes: {
    "/mcp": {
      prefixMode: "Always",
      failureMode: "FailOpen",
      sessionRouting: "Stateless",
      authorization: authorization("Allow"),
      oauth: oauth({ service: { name: "keycloak", port: 8080 }, path: "/realms/x/certs", cacheDuration: "10m" }),
    },
    "/inline": { authorization: authorization("Deny"), oauth: oauth({ inline: '{"keys":[]}' }) },
    "/hosted": {
      authorization: authorization("Require"),
      oauth: oauth({ host: "login.example.com", path: "/.well-known/jwks.json" }),
    },
  },
  agents: {
    planner: { image: "example.com/planner:1", upstreamPath: "/agents/planner", rpcPath: "/a2a/jsonrpc", ...container },
    colleague: { service: { name: "colleague", port: 9090 }, passthrough: true },
    abroad: {
      service: { name: "controller", port: 8083, namespace: "kagent" },
      upstreamPath: "/api/a2a/kagent/k8s-agent",
    },
    external: { host: "agents.example.com", apiKey: true },
    "external-plain": { host: "agents.example.com", port: 8080, tls: false, passthrough: true },
  },
};
