import { environmentSecrets } from "../components/environment";
import type { Fault } from "../core/errors";
import type { Environment } from "../config/schema";
import { keyOf, type Inventory } from "./inventory";

/** Two objects of one kind and name: Kustomize refuses them, and a cluster would keep one of them. */
export function sameObject({ environment, items }: Inventory): Fault[] {
  const first = new Map<string, string>();
  return [
    ...sameSecret(environment),
    ...items.flatMap((item) => {
      const { origin, object } = item;
      const other = first.get(keyOf(item));
      if (other === undefined) first.set(keyOf(item), origin);
      if (other === undefined) return [];
      const what = `(${object.kind} ${object.metadata.name})`;
      const problem =
        other === origin ? `makes the same object ${what} twice` : `makes the same object ${what} as ${other}`;
      return [{ path: origin, problem, remedy: "Rename one." }];
    }),
  ];
}

/** Secrets that Pulumi makes are no objects of the tree, yet two of one name would overwrite each other. */
function sameSecret(environment: Environment): Fault[] {
  const first = new Map<string, string>();
  return environmentSecrets(environment).flatMap(({ name, entries }) => {
    const origin = entries[0]?.path.split(".").slice(0, 2).join(".") ?? name;
    const other = first.get(name);
    if (other === undefined) first.set(name, origin);
    return other === undefined
      ? []
      : [{ path: origin, problem: `makes the same object (Secret ${name}) as ${other}`, remedy: "Rename one." }];
  });
}
