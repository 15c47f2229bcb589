import { isPlainObject, type PlainObject } from "../../../core/merge";
import { thereAre } from "../../../core/suggest";
import type { Left } from "../found";
import { Parameters } from "./parameters";
import { PREFIXES, vendorOf } from "./vendors";

/** An item of `model_list`. */
export interface Deployment {
  /** Its `model_name`, by which clients ask for it. */
  model: string;
  /** Where it is in the configuration, such as `model_list[0]`. */
  at: string;
  /** Vendor, as LiteLLM's prefix has it. */
  vendor: string;
  /** The entry of it alone. */
  entry: PlainObject;
  /** Place in the order of those with its `model_name`: the lowest is tried first. */
  order: number;
  /** Seconds that an answer may take. */
  timeout: number | undefined;
  sources: Record<string, string>;
}

/** Parameters of requests, which are defaults of an entry. */
const DEFAULTS = [
  ...["temperature", "top_p", "max_tokens", "max_completion_tokens", "n", "seed", "stop"],
  ...["frequency_penalty", "presence_penalty", "reasoning_effort"],
];

/** What else can be said of a deployment, and how it is said here. */
const WAYS_ON: Readonly<Record<string, string>> = {
  rpm: 'Limits are policies here: policies.<name>: { on: { provider: "<entry>" }, rateLimit: { local: { requests: …, unit: "Minutes" } } }.',
  tpm: 'Limits are policies here: policies.<name>: { on: { provider: "<entry>" }, rateLimit: { local: { tokens: …, unit: "Minutes" } } }.',
  weight:
    "Providers of one group share the requests evenly. For an order of preference, give them groups of their own.",
  max_retries: "Say attempts in `retry` of a failover, or in a policy's `retry`.",
  num_retries: "Say attempts in `retry` of a failover, or in a policy's `retry`.",
  stream_timeout: "A policy's `timeouts.request` is the time until an answer begins.",
  extra_headers: "Set them by a policy's `headers.request.set`.",
};
const NO_FIELD = "Nothing of an entry says that. Look for it in docs/llm-providers.md and docs/policies.md.";

/** Reads an item of `model_list`. What it can't express is added to the list. */
export function deploymentOf(item: unknown, at: string, left: Left[]): Deployment | undefined {
  const say = (what: string, reason: string, wayOn: string) => void left.push({ what, reason, wayOn });
  const params = isPlainObject(item) ? item.litellm_params : undefined;
  if (!isPlainObject(item) || !isPlainObject(params) || typeof item.model_name !== "string") {
    say(at, "is no deployment: it needs model_name and litellm_params", "Correct it, and import that.");
    return undefined;
  }
  const parameters = new Parameters(`${at}.litellm_params`, params);
  const said = parameters.text("model");
  if (said === undefined) {
    left.push(...parameters.left);
    if (parameters.left.length === 0) say(`${parameters.at}.model`, "is missing", "Write it as <vendor>/<model>.");
    return undefined;
  }
  const known = vendorOf(said);
  if (known === undefined) {
    const prefix = said.includes("/") ? `of a vendor that it can't tell ("${said.split("/")[0]}")` : "without a vendor";
    say(at, `names a model ${prefix}`, `Write it as <vendor>/<model>. ${thereAre(PREFIXES)}`);
    return undefined;
  }
  const found = known.vendor(parameters, known.model);
  const entry = found && { ...found, ...formatsOf(item, found), ...defaultsOf(parameters) };
  const order = Number(parameters.take("order") ?? 1);
  const timeout = parameters.has("timeout") ? Number(parameters.text("timeout")) : undefined;
  left.push(...parameters.left);
  if (entry === undefined) return undefined;
  for (const key of parameters.rest())
    say(`${parameters.at}.${key}`, "has no field of an entry", WAYS_ON[key] ?? NO_FIELD);
  for (const key of Object.keys(item).filter((each) => !["model_name", "litellm_params", "model_info"].includes(each)))
    say(`${at}.${key}`, "has no field of an entry", WAYS_ON[key] ?? NO_FIELD);
  return { model: item.model_name, at, vendor: known.prefix, entry, order, timeout, sources: parameters.sources };
}

/** A server of its own says what it speaks; of the others it is known. */
function formatsOf({ model_info: info }: PlainObject, { provider }: PlainObject): PlainObject {
  return provider === "custom" && isPlainObject(info) && info.mode === "embedding" ? { formats: ["Embeddings"] } : {};
}

function defaultsOf(parameters: Parameters): PlainObject {
  const said = DEFAULTS.filter((key) => parameters.has(key)).map((key) => [key, parameters.take(key)] as const);
  return said.length > 0 ? { defaults: Object.fromEntries(said) } : {};
}
