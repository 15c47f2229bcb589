import type { Fault } from "../config/errors";
import { show } from "../config/faults";
import { isPlainObject } from "../config/merge";
import { fieldsOf } from "./fields";
import { at, groupOf, isGatewayKind, type Inventory, type Item } from "./inventory";

const referring = new Set(["secretRef", "secretKeyRef"]);

/** Secrets that nothing makes. A backend whose Secret is missing fails; among several providers it does so silently. */
export function secretReferences({ items, secrets }: Inventory): Fault[] {
  return items.filter(readsSecrets).flatMap((item) =>
    [...fieldsOf(item.object)].flatMap(({ path, key, value }) => {
      if (!referring.has(key) || !isPlainObject(value) || typeof value.name !== "string") return [];
      const ofSecret = value.kind === undefined || value.kind === "Secret";
      if (!ofSecret || value.optional === true || secrets.has(value.name)) return [];
      return [
        {
          path: at(item, `${path}.name`),
          problem: `${show(value.name)} is no Secret that the stack makes`,
          remedy: "Name one of a provider. A Secret that is made elsewhere stands in existingSecrets.",
        },
      ];
    }),
  );
}

/** Other kinds may mean something else by these fields. */
function readsSecrets(item: Item): boolean {
  return isGatewayKind(item) || ["", "apps"].includes(groupOf(item));
}
