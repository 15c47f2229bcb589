import type { PlainObject } from "../../../core/merge";
import { addressOf, upstreamOf } from "./address";
import type { Parameters } from "./parameters";

/** Makes an entry of a deployment; nothing where it can't, which it has then said of a parameter. */
type Vendor = (parameters: Parameters, model: string | undefined) => PlainObject | undefined;

const NOT_SAID = "Write it beside the others, and import that.";

/** Vendors whose API is OpenAI's, and where LiteLLM calls it. */
const COMPATIBLE: Readonly<Record<string, string>> = {
  cerebras: "https://api.cerebras.ai/v1",
  deepinfra: "https://api.deepinfra.com/v1/openai",
  deepseek: "https://api.deepseek.com/v1",
  fireworks_ai: "https://api.fireworks.ai/inference/v1",
  groq: "https://api.groq.com/openai/v1",
  mistral: "https://api.mistral.ai/v1",
  nvidia_nim: "https://integrate.api.nvidia.com/v1",
  openrouter: "https://openrouter.ai/api/v1",
  sambanova: "https://api.sambanova.ai/v1",
  together_ai: "https://api.together.xyz/v1",
  xai: "https://api.x.ai/v1",
};

/** Vendors by what stands before the first slash of `model`. */
const VENDORS: Readonly<Record<string, Vendor>> = {
  openai: (parameters, model) => {
    const isElsewhere = parameters.has("api_base") || parameters.has("base_url");
    return isElsewhere ? ownServer(parameters, model) : keyed(parameters, { provider: "openai", model });
  },
  anthropic: (parameters, model) => {
    const entry = keyed(parameters, { provider: "anthropic", model });
    if (!parameters.has("api_base")) return entry;
    const address = base(parameters);
    // LiteLLM appends /v1/messages to it.
    return address && { ...entry, upstream: upstreamOf({ ...address, path: `${address.path}/v1` }, "") };
  },
  gemini: (parameters, model) => keyed(parameters, { provider: "gemini", model }),
  vertex_ai: vertex,
  azure: (parameters, model) => azure(parameters, model, parameters.text("api_version") ?? "v1"),
  azure_ai: (parameters, model) => azure(parameters, model, "v1"),
  bedrock,
  ollama,
  ollama_chat: ollama,
  hosted_vllm: ownServer,
  ...Object.fromEntries(
    Object.entries(COMPATIBLE).map(([prefix, url]): [string, Vendor] => [
      prefix,
      (parameters, model) => ownServer(parameters, model, url),
    ]),
  ),
};

export const PREFIXES = Object.keys(VENDORS).sort();

/** Models that LiteLLM knows without a prefix. */
const KNOWN: readonly [RegExp, string][] = [
  [/^(gpt-|chatgpt-|o[0-9]|text-embedding-)/, "openai"],
  [/^claude-/, "anthropic"],
];

/** The vendor that a `model` names, and the model in that vendor's own words; no model where a request names it (`*`). */
export function vendorOf(model: string): { vendor: Vendor; prefix: string; model: string | undefined } | undefined {
  const [, first = "", rest = ""] = /^([^/]+)\/(.+)$/.exec(model) ?? [];
  const found = VENDORS[first] && { prefix: first, own: rest };
  const known = found ?? unprefixed(model);
  const vendor = known && VENDORS[known.prefix];
  if (known === undefined || vendor === undefined) return undefined;
  return { vendor, prefix: known.prefix, model: known.own === "*" ? undefined : known.own };
}

function unprefixed(model: string): { prefix: string; own: string } | undefined {
  const [, prefix] = KNOWN.find(([pattern]) => pattern.test(model)) ?? [];
  return prefix === undefined || model.includes("/") ? undefined : { prefix, own: model };
}

/** An entry that has an API key by default, and so needs no field for it; where the key is, is noted. */
function keyed(parameters: Parameters, entry: PlainObject): PlainObject {
  parameters.secret("api_key", "apiKey");
  return entry;
}

/** The base URL of a deployment; it says why where there is none that an entry could have. */
function base(parameters: Parameters, otherwise?: string) {
  const name = parameters.has("base_url") && !parameters.has("api_base") ? "base_url" : "api_base";
  const url = parameters.has(name) ? parameters.text(name) : otherwise;
  if (url === undefined) {
    if (!parameters.has(name)) parameters.refuse(name, "is missing", NOT_SAID);
    return undefined;
  }
  const address = addressOf(url);
  if (typeof address !== "string") return address;
  parameters.refuse(name, address, "Name a host that pods of the cluster reach, or a Service of it, and import that.");
  return undefined;
}

/** A server of OpenAI's API that is not OpenAI: it is only known to answer what it is used for here. */
function ownServer(parameters: Parameters, model: string | undefined, url?: string): PlainObject | undefined {
  const hasKey = parameters.secret("api_key", "apiKey");
  const address = base(parameters, url);
  if (address === undefined) return undefined;
  const auth = hasKey || (url !== undefined && !address.service) ? { auth: "apiKey" } : {};
  const { service, port, tls, path } = address;
  if (service !== undefined && !tls && path === "/v1")
    return { provider: "custom", service: { ...service, port }, model, ...auth };
  // Without a path of its own, the server has its completions at the root.
  const upstream = path === "" ? { ...upstreamOf(address, ""), path: "/chat/completions" } : upstreamOf(address, "/v1");
  return { provider: "custom", upstream, model, ...auth };
}

/** LiteLLM speaks Ollama's own API, which Ollama has at its root; OpenAI's is at /v1. */
function ollama(parameters: Parameters, model: string | undefined): PlainObject | undefined {
  const hasKey = parameters.secret("api_key", "apiKey");
  const address = base(parameters);
  if (address === undefined) return undefined;
  const auth = hasKey ? { auth: "apiKey" } : {};
  const { service, port, tls, path } = address;
  if (service !== undefined && !tls && path === "")
    return { provider: "custom", service: { ...service, port }, model, ...auth };
  return { provider: "custom", upstream: upstreamOf({ ...address, path: `${path}/v1` }, "/v1"), model, ...auth };
}

function vertex(parameters: Parameters, model: string | undefined): PlainObject | undefined {
  const credentials = parameters.secret("vertex_credentials", "credentialsJson");
  if (!parameters.has("vertex_project")) parameters.refuse("vertex_project", "is missing", NOT_SAID);
  const projectId = parameters.text("vertex_project");
  // Where nothing says it, LiteLLM has its own default.
  const region = parameters.has("vertex_location") ? parameters.text("vertex_location") : "us-central1";
  if (projectId === undefined || region === undefined) return undefined;
  const own = model?.startsWith("gemini") ? `google/${model}` : model;
  return { provider: "vertexai", projectId, region, model: own, auth: credentials ? "credentials" : "ambient" };
}

function azure(parameters: Parameters, deployment: string | undefined, apiVersion: string): PlainObject | undefined {
  const principal = ["tenant_id", "client_id", "client_secret"].every((each) => parameters.has(each));
  if (principal) {
    parameters.secret("tenant_id", "tenantID");
    parameters.secret("client_id", "clientID");
    parameters.secret("client_secret", "clientSecret");
  } else parameters.secret("api_key", "apiKey");
  const address = base(parameters);
  if (deployment === undefined) parameters.refuse("model", "names no deployment, and an Azure entry has one", NOT_SAID);
  if (address === undefined || deployment === undefined) return undefined;
  return {
    provider: "azureopenai",
    endpoint: address.host,
    deploymentName: deployment,
    apiVersion,
    auth: principal ? "servicePrincipal" : "apiKey",
  };
}

/** How LiteLLM is told which of Bedrock's APIs to use: the gateway chooses itself. */
const BEDROCK_ROUTE = /^(converse|converse_like|invoke)\//;

function bedrock(parameters: Parameters, model: string | undefined): PlainObject | undefined {
  // Where nothing says it, LiteLLM has its own default.
  const region = parameters.has("aws_region_name") ? parameters.text("aws_region_name") : "us-west-2";
  if (region === undefined) return undefined;
  const common = { provider: "bedrock", region, model: model?.replace(BEDROCK_ROUTE, "") };
  if (parameters.secret("aws_access_key_id", "accessKey")) {
    parameters.secret("aws_secret_access_key", "secretKey");
    parameters.secret("aws_session_token", "sessionToken");
    return common;
  }
  if (!parameters.has("aws_role_name")) return { ...common, auth: "ambient" };
  const roleArn = parameters.text("aws_role_name");
  const sessionName = parameters.text("aws_session_name");
  return roleArn === undefined ? undefined : { ...common, auth: "assumeRole", roleArn, sessionName };
}
