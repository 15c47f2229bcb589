import type { PlainObject } from "../../../core/merge";
import { SecretValue } from "../../../core/secret";

/** Something right, what makes it wrong, and where the error then is. */
export interface Pair {
  at: string;
  sound: PlainObject;
  broken: PlainObject;
}

const secret = new SecretValue("value");
const service = { name: "s-one", port: 80 };
const hub = { mode: "existing", kubeconfigFrom: { stack: "acme/agentgateway-infra/dev" } };
const image = "example.com/image:1";

/** An entry of a catalogue as it is right, and as it is wrong. */
function entry(catalogue: string, at: string, sound: PlainObject, wrong: PlainObject, others: PlainObject = {}): Pair {
  return {
    at: `${catalogue}.victim${at}`,
    sound: { ...others, [catalogue]: { ...(others[catalogue] as object), victim: sound } },
    broken: { ...others, [catalogue]: { ...(others[catalogue] as object), victim: { ...sound, ...wrong } } },
  };
}

const llm = (at: string, sound: PlainObject, wrong: PlainObject, others?: PlainObject) =>
  entry("llmProviders", at, sound, wrong, others);
/** At a path of its own: those that share one are assessed together. */
const mcp = (at: string, sound: PlainObject, wrong: PlainObject, others?: PlainObject) =>
  entry("mcpServers", at, { path: "/victim", ...sound }, wrong, others);
const agent = (at: string, sound: PlainObject, wrong: PlainObject, others?: PlainObject) =>
  entry("agents", at, sound, wrong, others);
const gateway = (at: string, sound: PlainObject, wrong: PlainObject): Pair => ({
  at: `gateway${at}`,
  sound: { gateway: sound },
  broken: { gateway: { ...sound, ...wrong } },
});

const openai = { provider: "openai" };
const groq = { ...openai, upstream: { host: "api.example.com", path: "/v1/chat" } };
const onVictim = { on: { provider: "victim" } };
const policy = (at: string, sound: PlainObject, wrong: PlainObject) =>
  entry("policies", at, { ...onVictim, ...sound }, wrong, { llmProviders: { victim: openai } });
const guard = { regex: { builtins: ["Ssn"], action: "Reject" } };
const inHeader = (name: string) => ({ location: { header: { name } } });
const tokens = (jwks: object) => ({ jwt: { ...inHeader("x-victim"), providers: { one: { issuer: "i", jwks } } } });
const selector = { matchLabels: { mcp: "true" } };
const bothKinds = { ...openai, model: "m" };

/** Two fields of which one excludes the other. */
const exclusive: Record<string, Pair> = {
  "a path and a prefix of an upstream": llm(".upstream", groq, {
    upstream: { ...groq.upstream, pathPrefix: "/v1" },
  }),
  "a Secret of Pulumi's and one of somebody else's": llm(
    ".existingSecret",
    { ...openai, secretName: "a-key" },
    {
      existingSecret: "b-key",
    },
  ),
  "a provider that is a failover": llm(".failover", { failover: [{ use: "other" }] }, openai, {
    llmProviders: { other: bothKinds },
  }),
  "a server of one's own that is outside": llm(
    "",
    { provider: "custom", service },
    {
      upstream: { host: "api.example.com", path: "/v1" },
    },
  ),
  "a guard of two kinds": llm(
    ".promptGuard.request[0]",
    { ...openai, promptGuard: { request: [{ webhook: { service } }] } },
    {
      promptGuard: { request: [{ webhook: { service }, regex: { builtins: ["Ssn"] } }] },
    },
  ),
  "an MCP server of two kinds": mcp("", { image }, { host: "mcp.example.com" }),
  "an agent of two kinds": agent("", { image }, { service }),
  "replicas and autoscaling": gateway(".replicas", { replicas: 2 }, { autoscaling: { max: 3 } }),
  "a budget of both sides": gateway(
    ".disruptionBudget",
    { disruptionBudget: { minAvailable: 1 } },
    {
      disruptionBudget: { minAvailable: 1, maxUnavailable: 1 },
    },
  ),
  "a certificate that is there and one that is given": gateway(
    ".listeners.victim.tls",
    { listeners: { victim: { port: 7443, protocol: "HTTPS", tls: { existingSecret: "own-tls" } } } },
    { listeners: { victim: { port: 7443, protocol: "HTTPS", tls: { existingSecret: "own-tls", key: secret } } } },
  ),
  "a redirect to a listener without TLS": gateway(
    ".listeners.victim.redirect",
    { listeners: { victim: { port: 7080 }, safe: { port: 7443, protocol: "HTTPS", tls: {} } } },
    { listeners: { victim: { port: 7080, redirect: "gone" }, safe: { port: 7443, protocol: "HTTPS", tls: {} } } },
  ),
  "a limit of requests and of tokens": policy(
    ".rateLimit.local",
    { rateLimit: { local: { requests: 1, unit: "Hours" } } },
    { rateLimit: { local: { requests: 1, tokens: 1, unit: "Hours" } } },
  ),
  "a judge of two protocols": policy(
    ".extAuth",
    { extAuth: { service, grpc: {} } },
    {
      extAuth: { service, grpc: {}, http: {} },
    },
  ),
  "credentials in two places": policy(
    ".basicAuth.location",
    { basicAuth: { location: { header: { name: "x-user" } } } },
    { basicAuth: { location: { header: { name: "x-user" }, cookie: { name: "user" } } } },
  ),
  "a policy on two targets": entry(
    "policies",
    ".on",
    { ...onVictim, cors: {} },
    {
      on: { provider: "victim", listener: "http" },
    },
    { llmProviders: { victim: openai } },
  ),
};

/** A field that wants another one. */
const incomplete: Record<string, Pair> = {
  "an upstream without a path": llm(".upstream", groq, { upstream: { host: "api.example.com" } }),
  "a Foundry without a project": llm(
    ".projectName",
    { provider: "azure", resourceName: "r" },
    { resourceType: "Foundry" },
  ),
  "a role without an ARN": llm(".roleArn", { provider: "bedrock" }, { auth: "assumeRole" }),
  "HTTPS without a certificate": gateway(
    ".listeners.victim.tls",
    { listeners: { victim: { port: 7080 } } },
    { listeners: { victim: { port: 7080, protocol: "HTTPS" } } },
  ),
  "a certificate without HTTPS": gateway(
    ".listeners.victim.tls",
    { listeners: { victim: { port: 7080 } } },
    { listeners: { victim: { port: 7080, tls: { existingSecret: "own-tls" } } } },
  ),
  "a policy that does nothing": policy("", { cors: {} }, { cors: undefined }),
  "a limit before there is a route": entry(
    "policies",
    ".rateLimit",
    { on: { listener: "victim" }, rateLimit: { local: { requests: 1, unit: "Hours" } } },
    { phase: "PreRouting" },
    { gateway: { listeners: { victim: { port: 7080 } } } },
  ),
  "a route's policy before there is a route": policy(
    ".phase",
    { authorization: { rule: "true" } },
    { phase: "PreRouting" },
  ),
  "a path of a collector without HTTP": gateway(
    ".observability.accessLog.otlp.path",
    { observability: { accessLog: { otlp: { service, protocol: "HTTP", path: "/v1/logs" } } } },
    { observability: { accessLog: { otlp: { service, path: "/v1/logs" } } } },
  ),
};

/** Two values of which one contradicts the other. */
const contradicting: Record<string, Pair> = {
  "fewer replicas at most than at least": gateway(
    ".autoscaling.max",
    { autoscaling: { max: 3 } },
    {
      autoscaling: { max: 3, min: 4 },
    },
  ),
  "a shorter end than it waits": gateway(
    ".shutdown.max",
    { shutdown: { min: 1, max: 2 } },
    { shutdown: { min: 3, max: 2 } },
  ),
  "more asked for than allowed": mcp(
    ".resources.requests.memory",
    { image, resources: { requests: { memory: "900M" }, limits: { memory: "1Gi" } } },
    { resources: { requests: { memory: "1100M" }, limits: { memory: "1Gi" } } },
  ),
  "root where root is ruled out": agent(".runAsUser", { image, runAsNonRoot: true }, { runAsUser: 0 }),
  "a variable that is secret and is not": agent(
    ".secrets.TOKEN",
    { image, env: { TOKEN: "x" } },
    { secrets: { TOKEN: true } },
  ),
  "a wildcard among others": policy(
    ".cors.allowOrigins",
    { cors: { allowOrigins: ["*"] } },
    {
      cors: { allowOrigins: ["*", "https://a.example.com"] },
    },
  ),
  "a method twice": policy(
    ".cors.allowMethods",
    { cors: { allowMethods: ["GET"] } },
    {
      cors: { allowMethods: ["GET", "GET"] },
    },
  ),
  "a format twice": llm(".formats", { provider: "custom", service }, { formats: ["Messages", "Messages"] }),
  "keys kept too short": policy(
    ".jwt.providers.one.jwks.cacheDuration",
    tokens({ host: "id.example.com", path: "/keys" }),
    tokens({ host: "id.example.com", path: "/keys", cacheDuration: "4m59s" }),
  ),
  "an Argo CD of one's own elsewhere": {
    at: "cluster.name",
    sound: { delivery: "gitops", argocd: {}, cluster: {} },
    broken: { delivery: "gitops", argocd: {}, cluster: { name: "far" } },
  },
  "a hub that is the cluster itself": {
    at: "cluster.name",
    sound: { delivery: "gitops", argocd: hub, cluster: { name: "far" } },
    broken: { delivery: "gitops", argocd: hub, cluster: {} },
  },
  "an Argo CD that is installed into another namespace": {
    at: "argocd.namespace",
    sound: { delivery: "gitops", argocd: { mode: "existing", namespace: "argo" }, cluster: {} },
    broken: { delivery: "gitops", argocd: { mode: "install", namespace: "argo" }, cluster: {} },
  },
  "a mask for streams": llm(
    ".promptGuard.response[0].regex.action",
    { ...openai, promptGuard: { response: [guard] } },
    { promptGuard: { response: [{ regex: { builtins: ["Ssn"] } }] } },
  ),
  "a way around a guard": llm(
    ".routes./victim",
    { ...openai, promptGuard: { request: [guard] } },
    { routes: { "/victim": "Passthrough" } },
  ),
  "a format that a provider can't serve": llm(
    ".routes./victim",
    { provider: "anthropic", routes: { "/victim": "Messages" } },
    { routes: { "/victim": "Responses" } },
  ),
  "keys where tokens are": policy(
    ".apiKeys",
    { ...tokens({ inline: "{}" }), apiKeys: inHeader("x-other") },
    { apiKeys: inHeader("X-Victim") },
  ),
  "a path outside of its route": policy(
    ".transformation.request.set.:path",
    { transformation: { request: { set: { ":path": '"/victim/a"' } } } },
    { transformation: { request: { set: { ":path": '"/victims/a"' } } } },
  ),
  "a switch that is neither on nor off": llm(".enabled", { ...openai, enabled: true }, { enabled: "yes" }),
};

/** A name that leads nowhere. */
const dangling: Record<string, Pair> = {
  "a failover to a provider that is not there": llm(
    ".failover[1].use",
    { failover: [{ use: "other" }] },
    {
      failover: [{ use: "other" }, { use: "nobody" }],
    },
    { llmProviders: { other: openai } },
  ),
  "a failover to a failover": llm(
    ".failover[0][1].use",
    { failover: [[{ use: "other" }, { use: "other" }]] },
    {
      failover: [[{ use: "other" }, { use: "victim" }]],
    },
    { llmProviders: { other: openai } },
  ),
  "a model server that is not there": llm(
    "",
    { provider: "custom", service },
    { service: { name: "nobody", port: 80 } },
  ),
  "a port that a Service has not": llm("", { provider: "custom", service }, { service: { name: "s-one", port: 81 } }),
  "a judge of prompts that is not there": llm("", openai, {
    promptGuard: { response: [{ webhook: { service: { name: "nobody", port: 80 } } }] },
  }),
  "an agent that is not there": agent("", { service }, { service: { name: "nobody", port: 80 } }),
  "a limit kept by nobody": policy(
    "",
    { cors: {} },
    {
      rateLimit: {
        global: {
          service: { name: "nobody", port: 80 },
          domain: "d",
          descriptors: [{ entries: [{ name: "n", expression: "1" }] }],
        },
      },
    },
  ),
  "keys of nobody": policy("", { cors: {} }, tokens({ service: { name: "nobody", port: 80 }, path: "/keys" })),
  "a policy on no provider": policy(".on.provider", { cors: {} }, { on: { provider: "nobody" } }),
  "a policy on no listener": policy(".on.listener", { cors: {} }, { on: { listener: "nobody" } }),
  "a policy on no route": policy(".on.route", { cors: {} }, { on: { route: "nobody" } }),
  "a policy on no agent": policy(".on.agent", { cors: {} }, { on: { agent: "nobody" } }),
  "a policy on no MCP path": policy(".on.mcpPath", { cors: {} }, { on: { mcpPath: "/nobody" } }),
  "an entry that is not there and may stay unguarded": llm(
    ".promptGuard.unguardedEntries",
    { ...openai, promptGuard: { request: [guard] } },
    { promptGuard: { request: [guard], unguardedEntries: ["nobody"] } },
  ),
  "a rule for a path of nobody": {
    at: "mcpRoutes./nobody",
    sound: {},
    broken: { mcpRoutes: { "/nobody": { prefixMode: "Always" } } },
  },
};

/** A host that means something else elsewhere, or nothing at all. */
const hosts: Record<string, Pair> = {
  "an MCP server by a relative name": mcp(".host", { host: "mcp.example.com" }, { host: "s-one" }),
  "an MCP server by its name in the cluster": mcp(
    "",
    { host: "mcp.example.com" },
    { host: "s-one.team-a.svc.cluster.local" },
  ),
  "an MCP server by its namespace": mcp("", { host: "mcp.example.com" }, { host: "s-one.team-a" }),
  "an agent by a relative name": agent(".host", { host: "a.example.com" }, { host: "s-one" }),
  "a host with a scheme": agent(".host", { host: "a.example.com" }, { host: "https://a.example.com" }),
  "a host with a port": agent(".host", { host: "a.example.com" }, { host: "a.example.com:443" }),
  "an upstream by its name in the cluster": llm("", groq, {
    upstream: { ...groq.upstream, host: "s-one.team-a.svc" },
  }),
  "an upstream by its namespace": llm("", groq, { upstream: { ...groq.upstream, host: "s-one.team-a" } }),
  "an Azure resource of another domain": llm(
    ".endpoint",
    { provider: "azureopenai", endpoint: "r.openai.azure.com", deploymentName: "d", apiVersion: "v1" },
    { endpoint: "r.example.com" },
  ),
  "keys on a relative host": policy(
    ".jwt.providers.one.jwks.host",
    tokens({ host: "id.example.com", path: "/keys" }),
    tokens({ host: "keycloak", path: "/keys" }),
  ),
};

/** Two things of one name, path or port. */
const colliding: Record<string, Pair> = {
  "a path of another provider": llm("", openai, { path: "/other" }, { llmProviders: { other: openai } }),
  "a path of an LLM provider": agent("", { service }, { path: "/other" }, { llmProviders: { other: openai } }),
  "a path of MCP servers": agent(
    "",
    { service },
    { path: "/tools" },
    { mcpServers: { other: { service, path: "/tools" } } },
  ),
  "an object name of another path": agent(
    "",
    { service },
    { path: "/to.ols" },
    {
      mcpServers: { other: { service, path: "/to-ols" } },
    },
  ),
  "a Service of the controller's": {
    at: "agents.edge",
    sound: { gateway: { name: "front" }, agents: { edge: { image } } },
    broken: { gateway: { name: "edge" }, agents: { edge: { image } } },
  },
  "a workload of a server": {
    at: "agents.victim",
    sound: { mcpServers: { victim: { image, path: "/tools" } }, agents: { other: { image } } },
    broken: { mcpServers: { victim: { image, path: "/tools" } }, agents: { victim: { image } } },
  },
  "a Secret of another provider": llm("", openai, { secretName: "other-secret" }, { llmProviders: { other: openai } }),
  "a policy of the gateway's": {
    at: "policies.edge-observability",
    sound: {
      gateway: { name: "edge" },
      policies: { "edge-observability": { on: "gateway", authorization: { rule: "true" } } },
    },
    broken: {
      gateway: { name: "edge", observability: { accessLog: { filter: "true" } } },
      policies: { "edge-observability": { on: "gateway", authorization: { rule: "true" } } },
    },
  },
  "a port of another listener": gateway(
    ".listeners.victim.port",
    { listeners: { other: { port: 7080 }, victim: { port: 7081 } } },
    { listeners: { other: { port: 7080 }, victim: { port: 7080 } } },
  ),
  "what another policy does": entry(
    "policies",
    ".cors",
    { ...onVictim, authorization: { rule: "true" } },
    { cors: {} },
    {
      llmProviders: { victim: openai },
      policies: { other: { on: { route: "victim" }, cors: {} } },
    },
  ),
  "what a failover does itself": entry(
    "policies",
    ".retry",
    { ...onVictim, authorization: { rule: "true" } },
    { retry: { attempts: 2 } },
    { llmProviders: { other: openai, victim: { failover: [{ use: "other" }] } } },
  ),
  "servers by label beside others with other credentials": mcp(
    ".selector",
    { selector, path: "/tools" },
    { passthrough: true },
    { mcpServers: { other: { service, path: "/tools" } } },
  ),
  "a Service that is said to exist": {
    at: "existingServices.victim",
    sound: { agents: { victim: { image } } },
    broken: { agents: { victim: { image } }, existingServices: { victim: [80] } },
  },
  "a Secret that is said to exist": {
    at: "existingSecrets",
    sound: { llmProviders: { victim: openai } },
    broken: { llmProviders: { victim: openai }, existingSecrets: ["victim-secret"] },
  },
  "a path with more servers than it takes": {
    at: "mcpServers",
    sound: { mcpServers: servers(32) },
    broken: { mcpServers: servers(33) },
  },
};

function servers(count: number): PlainObject {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`s${index}`, { service, path: "/crowded" }]));
}

export const pairs: Record<string, Pair> = {
  ...exclusive,
  ...incomplete,
  ...contradicting,
  ...dangling,
  ...hosts,
  ...colliding,
};
