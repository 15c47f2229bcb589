const service = { name: "judge", port: 9000 };
const expressions = { "x-user": "jwt.sub" };
const values = { "x-env": "prod" };

/** Policies that have one of everything and are on one of everything, for tests against real schemas. */
export const policyEverything = {
  llmProviders: { openai: { provider: "openai" } },
  mcpServers: { tools: { image: "example.com/tools:1" } },
  agents: { planner: { image: "example.com/planner:1" } },
  policies: {
    limits: {
      on: "gateway",
      rateLimit: {
        local: { requests: 60, unit: "Minutes", burst: 20 },
        global: {
          service,
          domain: "budgets",
          failureMode: "FailClosed",
          descriptors: [{ unit: "Tokens", cost: "1", entries: [{ name: "team", expression: "apiKey.team" }] }],
        },
      },
      timeouts: { request: "100ms" },
      retry: {
        attempts: 2,
        backoff: "250ms",
        codes: [502, 503],
        condition: "response.code == 500",
        precondition: 'request.method == "GET"',
      },
    },
    tokens: { on: { provider: "openai" }, rateLimit: { local: { tokens: 200000, unit: "Hours" } } },
    "jwt-early": {
      on: { listener: "http" },
      phase: "PreRouting",
      jwt: {
        mode: "Permissive",
        location: { cookie: { name: "token" } },
        providers: {
          inline: { issuer: "https://one.example.com", audiences: ["api"], jwks: { inline: '{"keys":[]}' } },
          remote: { issuer: "https://two.example.com", jwks: { service, path: "/jwks" } },
          hosted: { issuer: "https://three.example.com", jwks: { host: "login.example.com", path: "/jwks" } },
        },
      },
    },
    "jwt-late": {
      on: { provider: "openai" },
      jwt: { providers: { only: { issuer: "https://one.example.com", jwks: { inline: '{"keys":[]}' } } } },
    },
    keys: {
      on: { mcpPath: "/mcp" },
      apiKeys: {
        location: { header: { name: "x-api-key", prefix: "Key " } },
        keys: { alice: { metadata: { team: "sales" } } },
      },
    },
    users: { on: { agent: "planner" }, basicAuth: { realm: "Planner", location: { expression: "request.headers.x" } } },
    browsers: {
      on: { route: "openai" },
      cors: {
        preset: "mcp",
        allowOrigins: ["https://*.example.com"],
        allowMethods: ["GET", "PATCH"],
        allowHeaders: ["x-team"],
        exposeHeaders: ["x-request-id"],
        allowCredentials: true,
        maxAge: 86400,
      },
    },
    "judge-grpc": {
      on: { provider: "openai" },
      extAuth: {
        service,
        failureMode: "FailOpen",
        grpc: { contextExtensions: { a: "b" }, requestMetadata: { user: "jwt.sub" } },
        forwardBody: { maxSize: 8192 },
        cache: { key: ["jwt.sub"], ttl: "5m", maxEntries: 100 },
      },
    },
    "judge-http": {
      on: { agent: "planner" },
      extAuth: {
        service: { ...service, namespace: "auth" },
        http: {
          path: '"/check"',
          addRequestHeaders: expressions,
          allowedRequestHeaders: ["cookie"],
          allowedResponseHeaders: ["x-user"],
          redirect: '"/login"',
          responseMetadata: { user: "response.headers.x" },
        },
      },
    },
    changes: {
      on: { mcpPath: "/mcp" },
      transformation: {
        request: { set: { ...expressions, ":path": '"/v1"' }, add: expressions, remove: ["x-debug"] },
        response: { body: "response.body", metadata: { a: "1" } },
      },
      headers: {
        request: { set: values, add: { "x-by": "gateway" }, remove: ["x-debug"] },
        response: { remove: ["server"] },
      },
    },
    "in-api-words": {
      on: "gateway",
      traffic: { csrf: { additionalOrigins: ["https://ai.example.com"] }, delay: { duration: "1ms" } },
      frontend: { http: { http2KeepaliveInterval: "30s" } },
      backend: { http: { requestTimeout: "60s" } },
    },
    access: { on: "gateway", authorization: { action: "Require", rule: 'jwt.sub == "alice"' } },
  },
};
