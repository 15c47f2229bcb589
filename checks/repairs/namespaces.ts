import { show } from "../../core/show";
import { EXAMPLE_NAMESPACES } from "../examples";
import { fieldsOf, textIn } from "../fields";
import { isGatewayKind, keyOf, type Inventory, type Item } from "../inventory";
import { meansWithoutKind } from "../referring";
import type { Repair } from "./repair";

/**
 * Namespaces that mean the environment's own: of the objects themselves, which each overlay sets, and in references to objects
 * that are in the environment. A ReferenceGrant is of the namespace that it opens.
 */
export function ownNamespaces({ environment, items, services, byKey, secrets }: Inventory): Repair[] {
  const isHere = (group: string, kind: string, name: string) =>
    byKey.has(`${group}/${kind}/${name}`) ||
    (group === "" && kind === "Service" && services.has(name)) ||
    (group === "" && kind === "Secret" && secrets.has(name));
  const namespaceOf = new Map(items.map((item) => [keyOf(item), item.object.metadata.namespace]));
  const isOwn = (namespace: string, key: string) =>
    namespace === environment.namespace || EXAMPLE_NAMESPACES.includes(namespace) || namespaceOf.get(key) === namespace;
  return items
    .filter(({ handWritten }) => handWritten)
    .flatMap((item) => [
      ...ofObject(item, environment.namespace),
      ...(isGatewayKind(item) ? [...fieldsOf(item.object)] : []).flatMap(
        ({ key, keys, path, value, parent }): Repair[] => {
          if (key !== "namespace" || typeof value !== "string" || path === "metadata.namespace") return [];
          const name = textIn(parent, "name");
          const means = meansWithoutKind(keys);
          if (name === undefined || means === undefined) return [];
          const [group, kind] = [textIn(parent, "group") ?? means.group, textIn(parent, "kind") ?? means.kind];
          if (!isHere(group, kind, name) || !isOwn(value, `${group}/${kind}/${name}`)) return [];
          return [
            {
              item,
              keys,
              field: path,
              problem: `${show(value)} would be the same in each environment, and the ${kind} ${name} is the environment's own`,
            },
          ];
        },
      ),
    ]);
}

function ofObject(item: Item, own: string): Repair[] {
  const { namespace } = item.object.metadata as { namespace?: unknown };
  if (namespace === undefined || (item.object.kind === "ReferenceGrant" && namespace !== own)) return [];
  return [
    {
      item,
      keys: ["metadata", "namespace"],
      field: "metadata.namespace",
      problem: `${show(namespace)} is not where it will be: each overlay sets the environment's namespace`,
    },
  ];
}
