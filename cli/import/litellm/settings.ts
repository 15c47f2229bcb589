import { isPlainObject, type PlainObject } from "../../../core/merge";
import type { Left } from "../found";

const SECTIONS = ["litellm_settings", "router_settings", "general_settings"];
/** What is read of them. */
const READ = ["litellm_settings.fallbacks", "router_settings.fallbacks"];

const RETRY = "A failover tries again by itself: `retry` and `eviction` of its entry change how.";
const KEYS = 'Clients have keys by a policy: policies.clients: { on: "gateway", apiKeys: { keys: { <holder>: {} } } }.';
const TELEMETRY = "The gateway tells of its requests by gateway.observability: docs/gateway.md.";

/** How settings of LiteLLM are said here, by their names. */
const WAYS_ON: Readonly<Record<string, string>> = {
  master_key: KEYS,
  num_retries: RETRY,
  retry_policy: RETRY,
  allowed_fails: RETRY,
  cooldown_time: RETRY,
  context_window_fallbacks: "A failover moves on when a provider fails, whatever the reason: name the others there.",
  content_policy_fallbacks: "A failover moves on when a provider fails, whatever the reason: name the others there.",
  default_fallbacks: "Name them in `failover` of each entry that shall have them.",
  model_group_alias: "Let the clients of an alias call the path of the entry that it stands for.",
  request_timeout: 'Say it by a policy: policies.<name>: { on: "gateway", timeouts: { request: "…s" } }.',
  timeout: 'Say it by a policy: policies.<name>: { on: "gateway", timeouts: { request: "…s" } }.',
  success_callback: TELEMETRY,
  failure_callback: TELEMETRY,
  callbacks: TELEMETRY,
  routing_strategy:
    "Providers of one group of a failover share the requests; the gateway prefers those that answer well.",
};
const NO_FIELD = "The gateway has no such setting. See docs/policies.md and docs/gateway.md for those it has.";

/** The fallbacks of a configuration: for each `model_name` those to try next, in order. */
export function fallbacksOf(config: PlainObject, left: Left[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const path of READ) {
    const [section = "", key = ""] = path.split(".");
    const list = isPlainObject(config[section]) ? config[section][key] : undefined;
    if (list === undefined || list === null) continue;
    const items: unknown[] = Array.isArray(list) ? list : [list];
    for (const [index, item] of items.entries()) {
      const pairs = isPlainObject(item) ? Object.entries(item) : [];
      const sound = pairs.length > 0 && pairs.every(([, names]) => isTexts(names));
      if (sound) for (const [model, names] of pairs) found.set(model, names as string[]);
      else
        left.push({
          what: `${path}[${index}]`,
          reason: "is no mapping of a model_name to a list of others",
          wayOn: "Correct it, and import that.",
        });
    }
  }
  return found;
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** All settings that are not read, without their values: some are secrets. */
export function unreadSettings(config: PlainObject): Left[] {
  return Object.entries(config).flatMap(([section, value]) => {
    if (section === "model_list") return [];
    const known = SECTIONS.includes(section) && isPlainObject(value);
    const paths = known ? Object.keys(value).map((key) => `${section}.${key}`) : [section];
    return paths
      .filter((path) => !READ.includes(path))
      .map((path) => ({
        what: path,
        reason: "is a setting of LiteLLM's own",
        wayOn: WAYS_ON[path.split(".").at(-1) ?? ""] ?? NO_FIELD,
      }));
  });
}
