import { compact } from "../../../kube/object";
import type { PlainObject } from "../../../core/merge";
import type { Found, Left } from "../found";
import { servicesElsewhere } from "../services";
import { deploymentOf, type Deployment } from "./deployment";
import { asName, Names } from "./names";
import { fallbacksOf, unreadSettings } from "./settings";

/** The deployments of one `model_name`, which LiteLLM offers as one. */
interface Group {
  name: string;
  deployments: readonly Deployment[];
}

const BESIDE = "Providers that an entry chooses from are entries of their own, each under its path.";

/** Sections by which a configuration of LiteLLM's proxy is known. */
export function isLiteLlm(value: PlainObject): boolean {
  return (
    ["model_list", "litellm_settings", "router_settings"].some((section) => section in value) && !("kind" in value)
  );
}

/** LiteLLM's `config.yaml` as entries: one for each `model_name`, a failover where several deployments or fallbacks serve it. */
export function readLiteLlm(config: PlainObject): Found {
  const left: Left[] = [];
  const list: unknown[] = Array.isArray(config.model_list) ? config.model_list : [];
  const deployments = list.flatMap((item, index) => deploymentOf(item, `model_list[${index}]`, left) ?? []);
  const fallbacks = fallbacksOf(config, left);
  const names = new Names();
  const groups = new Map<string, Group>();
  for (const [model, all] of Map.groupBy(deployments, (each) => each.model))
    groups.set(model, { name: names.free(asName(model)), deployments: all });

  const own = new Map<Deployment, string>();
  for (const [model, { name, deployments: all }] of groups) {
    const alone = all.length === 1 && !fallbacks.has(model);
    for (const each of all) own.set(each, alone ? name : names.free(`${name}-${asName(each.vendor)}`));
  }
  const llmProviders: PlainObject = {};
  const policies: PlainObject = {};
  for (const [model, group] of groups) {
    const priorities = [...byOrder(group), ...fallbackGroups(model, fallbacks.get(model) ?? [], groups, left)];
    const target = (each: Deployment) => ({ use: own.get(each) });
    const isFailover = own.get(group.deployments[0] as Deployment) !== group.name;
    if (isFailover)
      llmProviders[group.name] = {
        failover: priorities.map((all) => (all.length === 1 ? target(all[0] as Deployment) : all.map(target))),
      };
    for (const each of group.deployments) llmProviders[own.get(each) as string] = compact(each.entry);
    Object.assign(policies, timeoutOf(group, isFailover, left));
  }
  for (const model of fallbacks.keys())
    if (!groups.has(model))
      left.push({ what: `fallbacks of ${model}`, reason: "is of no model_name that has an entry", wayOn: BESIDE });
  return {
    entries: {
      ...(deployments.length > 0 && { llmProviders }),
      ...servicesElsewhere({ llmProviders }),
      ...(Object.keys(policies).length > 0 && { policies }),
    },
    left: [...left, ...unreadSettings(config)],
    sources: Object.fromEntries(
      [...own].flatMap(([{ sources }, name]) =>
        Object.entries(sources).map(([field, source]) => [`llmProviders.${name}.${field}`, source]),
      ),
    ),
  };
}

/** Deployments of the same `order` share the requests. */
function byOrder({ deployments }: Group): Deployment[][] {
  return [...Map.groupBy(deployments, ({ order }) => order)]
    .sort(([one], [other]) => one - other)
    .map(([, all]) => all);
}

/** A failover chooses from providers, so a fallback to a failover is one to its deployments. */
function fallbackGroups(
  model: string,
  others: readonly string[],
  groups: ReadonlyMap<string, Group>,
  left: Left[],
): Deployment[][] {
  return others.flatMap((other) => {
    const group = groups.get(other);
    if (group !== undefined) return byOrder(group);
    left.push({
      what: `fallbacks of ${model}: ${other}`,
      reason: "is of no model_name that has an entry",
      wayOn: BESIDE,
    });
    return [];
  });
}

/** A policy is on the route of an entry, so all that it may choose from share one time. */
function timeoutOf({ name, deployments }: Group, isFailover: boolean, left: Left[]): PlainObject {
  const times = new Set(deployments.map(({ timeout }) => timeout));
  const [time] = times;
  const [first] = deployments;
  if (times.size === 1 && time === undefined) return {};
  if (times.size === 1 && time !== undefined && time >= 0.1) {
    const request = Number.isInteger(time) ? `${time}s` : `${Math.round(time * 1000)}ms`;
    return { [`${name}-timeout`]: { on: { provider: name }, timeouts: { request } } };
  }
  left.push({
    what: `${first?.at}.litellm_params.timeout`,
    reason: isFailover ? "differs between deployments that share an entry" : "is no number of seconds from 0.1 on",
    wayOn: `Say one for the entry: policies.${name}-timeout: { on: { provider: "${name}" }, timeouts: { request: "…s" } }.`,
  });
  return {};
}
