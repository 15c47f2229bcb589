import { isDeepStrictEqual } from "node:util";
import { itemsIn, textIn, valueIn } from "../../../checks/fields";
import { failoverPolicies, failoverRetry, retryName } from "../../../components/llm/failover/build";
import { failoverSpec } from "../../../components/llm/failover/spec";
import { isPlainObject, type PlainObject } from "../../../core/merge";
import type { KubernetesObject } from "../../../kube/object";
import { fieldsIn, prefixesOf, type Objects } from "./objects";
import { providerOf } from "./provider";
import { laidOver, requestsOf } from "./requests";
import { acceptingWays } from "./ways";
import type { Section } from "./section";

/** The LLM providers of the backends with `spec.ai`. */
export function llmProviders(objects: Objects): Section {
  const backends = objects.ofKind("AgentgatewayBackend").filter((each) => valueIn(each, "spec", "ai") !== undefined);
  const section: Section = { entries: {}, routes: {}, renamed: {}, sources: {} };
  const isFailover = (backend: KubernetesObject) => valueIn(backend, "spec", "ai", "groups") !== undefined;
  // A failover chooses from entries, so those come first.
  for (const backend of backends.filter((each) => !isFailover(each))) {
    const provider = fieldsIn(backend, "spec", "ai", "provider");
    addProvider(section, backend.metadata.name, provider, fieldsIn(backend, "spec", "policies"));
  }
  for (const backend of backends.filter(isFailover)) addFailover(section, backend, objects);
  for (const { metadata } of backends) addRoute(section, metadata.name, objects);
  return { ...section, entries: acceptingWays(section.entries, objects) };
}

function addProvider(section: Section, name: string, provider: PlainObject, policies: PlainObject): void {
  const read = providerOf(name, provider, policies);
  if (read === undefined) return;
  const requests = requestsOf(name, policies.ai, read.spec);
  section.entries[name] = { ...read.spec, ...requests.fields };
  // A Secret for moderation has a field of its own.
  if (read.source !== undefined) section.sources[`llmProviders.${name}`] = read.source;
  if (requests.source !== undefined) section.sources[`llmProviders.${name}.moderationKey`] = requests.source;
}

function addRoute(section: Section, name: string, objects: Objects): void {
  if (section.entries[name] === undefined) return;
  const [route, ...more] = objects.routesTo("AgentgatewayBackend", name);
  if (route === undefined || more.length > 0) return;
  const path = prefixesOf(route).at(-1);
  if (path !== undefined && path !== `/${name}`) section.entries[name] = { ...fieldsOf(section, name), path };
  section.routes[route.metadata.name] = { provider: name };
  section.renamed[`HTTPRoute/${route.metadata.name}`] = name;
}

function fieldsOf({ entries }: Section, name: string): PlainObject {
  return fieldsIn(entries, name);
}

function addFailover(section: Section, backend: KubernetesObject, objects: Objects): void {
  const { name } = backend.metadata;
  const common = fieldsIn(backend, "spec", "policies");
  const choices: { own: PlainObject; fields: PlainObject; source: string | undefined }[] = [];
  const failover = itemsIn(backend, "spec", "ai", "groups").map((group) => {
    const targets = itemsIn(group, "providers").map((provider) => {
      const policies = { ...common, ...fieldsIn(provider, "policies") };
      const use = entryFor(section, provider, policies);
      const model = modelOf(section, use, provider);
      const own = fieldsOf(section, use);
      choices.push({ own, ...requestsOf(name, policies.ai, own, model) });
      return { use, ...(model !== undefined && { model }) };
    });
    return targets.length === 1 ? targets[0] : targets;
  });
  const shown = plainest(choices);
  const plain = { failover, ...shown.fields, ...retryOf(name, failover, objects) };
  section.entries[name] = { ...plain, ...evictionOf(plain, common.health) };
  if (shown.source !== undefined) section.sources[`llmProviders.${name}.moderationKey`] = shown.source;
}

/** What a failover says of requests shows best in the provider that says least itself. */
function plainest(choices: readonly { own: PlainObject; fields: PlainObject; source: string | undefined }[]): {
  fields: PlainObject;
  source?: string | undefined;
} {
  const weight = ({ own }: { own: PlainObject }) => SHARED.filter((field) => own[field] !== undefined).length;
  const [first] = [...choices].sort((one, other) => weight(one) - weight(other));
  return first === undefined ? { fields: {} } : { fields: laidOver(first.fields, first.own), source: first.source };
}

/** What both a failover and its providers say. */
const SHARED = ["promptGuard", "modelAliases", "defaults", "overrides", "promptEnrichment", "routes"];

/** The entry of a provider within a failover: a new one, where no other is for the same. */
function entryFor(section: Section, provider: PlainObject, policies: PlainObject): string {
  const given = textIn(provider, "name") ?? "provider";
  const same = [given, given.replace(/-\d+$/, "")].find((name) => {
    const own = section.entries[name];
    const read = providerOf(name, provider, policies);
    return own !== undefined && read !== undefined && isSameProvider(own, read.spec);
  });
  if (same !== undefined) return same;
  addProvider(section, given, provider, policies);
  return given;
}

/** Whether two are one, but for the model that a failover may replace, and for what is said of requests. */
function isSameProvider(own: unknown, other: PlainObject): boolean {
  const essence = ({ provider, upstream, service, projectId, region, resourceName, endpoint, auth }: PlainObject) => ({
    ...{ provider, upstream, service, projectId, region, resourceName, endpoint, auth },
  });
  return isPlainObject(own) && isDeepStrictEqual(essence(own), essence(other));
}

function modelOf(section: Section, use: string, provider: PlainObject): string | undefined {
  const own = fieldsOf(section, use);
  const fields = fieldsIn(provider, String(own.provider));
  const [model, usual] =
    own.provider === "azureopenai" ? [fields.deploymentName, own.deploymentName] : [fields.model, own.model];
  return typeof model === "string" && model !== usual ? model : undefined;
}

/** When a request is tried again. How often by default depends on the number of providers. */
function retryOf(name: string, failover: unknown, objects: Objects): PlainObject {
  const policy = objects.policy(retryName(name));
  if (policy === undefined) return { retry: false };
  const { attempts, ...retry } = fieldsIn(policy, "spec", "traffic", "retry");
  const parsed = failoverSpec.safeParse({ failover });
  const [built] = parsed.success ? failoverRetry(name, parsed.data) : [];
  const isUsual = attempts === valueIn(built, "spec", "traffic", "retry", "attempts");
  return { retry: isUsual ? retry : { attempts, ...retry } };
}

/** When a provider is left out. What counts as a failure by default depends on the rest. */
function evictionOf(plain: PlainObject, health: unknown): PlainObject {
  const { unhealthyCondition, eviction } = fieldsIn({ health }, "health");
  const parsed = failoverSpec.safeParse(plain);
  const usual = parsed.success ? valueIn(failoverPolicies(parsed.data), "health", "unhealthyCondition") : undefined;
  const said = {
    ...fieldsIn({ eviction }, "eviction"),
    ...(unhealthyCondition !== undefined && unhealthyCondition !== usual && { unhealthyCondition }),
  };
  return Object.keys(said).length > 0 ? { eviction: said } : {};
}
