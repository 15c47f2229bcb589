import { GATEWAY_API } from "../components/gateway/build";
import type { ValidationError } from "../core/errors";
import { itemsIn, textIn, valueIn } from "./fields";
import { at, groupOf, isGatewayKind, type Inventory, type Item } from "./inventory";

/** What the installed versions accept and then do not do, or do otherwise than it reads. */
export function ineffective({ items }: Inventory): ValidationError[] {
  return items.filter(isGatewayKind).flatMap((item) => [...ignoredKind(item), ...ignoredTcp(item), ...sameNames(item)]);
}

function ignoredKind(item: Item): ValidationError[] {
  if (item.object.kind !== "UDPRoute") return [];
  return [
    { path: at(item), problem: "is of a kind that the controller of this version ignores", remedy: "Remove it." },
  ];
}

function ignoredTcp(item: Item): ValidationError[] {
  return [
    ["spec", "backend", "tcp"],
    ["spec", "policies", "tcp"],
  ]
    .filter((path) => groupOf(item) !== GATEWAY_API && valueIn(item.object, ...path) !== undefined)
    .map((path) => ({
      path: at(item, path.join(".")),
      problem: "is accepted, but the controller of this version ignores it",
      remedy: "Remove it.",
    }));
}

/** Names of providers become keys of the proxy's configuration across all groups of a backend. */
function sameNames(item: Item): ValidationError[] {
  const seen = new Set<string>();
  return itemsIn(item.object, "spec", "ai", "groups").flatMap((group, g) =>
    itemsIn(group, "providers").flatMap((provider, p) => {
      const name = textIn(provider, "name") ?? "";
      const taken = seen.has(name);
      seen.add(name);
      if (!taken) return [];
      return [
        {
          path: at(item, `spec.ai.groups[${g}].providers[${p}].name`),
          problem: `"${name}" is the name of another provider of this backend`,
          remedy: "Rename one.",
        },
      ];
    }),
  );
}
