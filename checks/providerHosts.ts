import { AGENTGATEWAY_API, GATEWAY_API } from "../components/gateway/build";
import { patchKey } from "../components/patches";
import type { ValidationError } from "../core/errors";
import type { PlainObject } from "../core/merge";
import { itemsIn, textIn, valueIn } from "./fields";
import { at, groupOf, type Inventory, type Item } from "./inventory";

/**
 * LLM providers at a host of one's own that lack what the vendor's own host brings: the path of its API, without which
 * requests arrive under the path that their route leaves them and are not found, and TLS, without which port 443 is spoken to
 * in plain text.
 * The configuration sees to both; this is about files written by hand and patches.
 */
export function providerHosts({ environment, items }: Inventory): ValidationError[] {
  const written = items.filter(({ handWritten, object }) => handWritten || environment.patches[patchKey(object)]);
  return written.filter(isOf("AgentgatewayBackend")).flatMap((item) =>
    providersOf(item).flatMap(({ path, provider }) => {
      if (typeof provider.host !== "string") return [];
      const errors: ValidationError[] = [];
      const known = provider.custom === undefined;
      const route = routeWithPrefix(item, items);
      if (known && provider.path === undefined && provider.pathPrefix === undefined && route !== undefined) {
        errors.push({
          path: at(item, path),
          problem: `has a host and no path: requests would arrive there under ${route.prefix}, the path of HTTPRoute ${route.name}`,
          remedy: `Say pathPrefix, such as /v1, or path; or have the route replace its prefix (URLRewrite, ReplacePrefixMatch: /).`,
        });
      }
      const tls = valueIn(provider, "policies", "tls") ?? valueIn(item.object, "spec", "policies", "tls");
      if (provider.port === 443 && tls === undefined && !tlsByPolicy(item, items)) {
        errors.push({
          path: at(item, path),
          problem: "has port 443 and no TLS: only a vendor's own host has it by itself",
          remedy: "Say tls: {} under policies.",
        });
      }
      return errors;
    }),
  );
}

/** A route to a backend that leaves its own prefix in the path; one at `/` has none, and a rewrite replaces it. */
function routeWithPrefix(backend: Item, items: readonly Item[]): { name: string; prefix: string } | undefined {
  for (const { object } of items.filter((item) => groupOf(item) === GATEWAY_API && item.object.kind === "HTTPRoute")) {
    for (const rule of itemsIn(object, "spec", "rules")) {
      if (!itemsIn(rule, "backendRefs").some((reference) => isReference(reference, backend))) continue;
      if (itemsIn(rule, "filters").some((filter) => valueIn(filter, "urlRewrite", "path") !== undefined)) continue;
      const prefix = itemsIn(rule, "matches")
        .map((match) => textIn(match, "path", "value") ?? "/")
        .find((value) => value !== "/" && !/^\/v1(\/|$)/.test(value));
      if (prefix !== undefined) return { name: object.metadata.name, prefix };
    }
  }
  return undefined;
}

function isReference(reference: PlainObject, { object }: Item): boolean {
  return reference.kind === object.kind && reference.name === object.metadata.name;
}

function providersOf({ object }: Item): { path: string; provider: PlainObject }[] {
  const groups = itemsIn(object, "spec", "ai", "groups").flatMap((group, g) =>
    itemsIn(group, "providers").map((provider, p) => ({ path: `spec.ai.groups[${g}].providers[${p}]`, provider })),
  );
  const single = valueIn(object, "spec", "ai", "provider") as PlainObject | undefined;
  return single ? [{ path: "spec.ai.provider", provider: single }, ...groups] : groups;
}

function tlsByPolicy(backend: Item, items: readonly Item[]): boolean {
  return items
    .filter(isOf("AgentgatewayPolicy"))
    .filter(({ object }) => valueIn(object, "spec", "backend", "tls") !== undefined)
    .some(({ object }) =>
      itemsIn(object, "spec", "targetRefs").some((target) => textIn(target, "name") === backend.object.metadata.name),
    );
}

function isOf(kind: string): (item: Item) => boolean {
  return (item) => groupOf(item) === AGENTGATEWAY_API && item.object.kind === kind;
}
