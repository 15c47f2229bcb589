import type { Fault } from "../config/errors";
import { keyOf, type Inventory } from "./inventory";

/** Two objects of one kind and name: Kustomize refuses them, and a cluster would keep one of them. */
export function sameObject({ items }: Inventory): Fault[] {
  const first = new Map<string, string>();
  return items.flatMap((item) => {
    const { origin, object } = item;
    const other = first.get(keyOf(item));
    if (other === undefined) first.set(keyOf(item), origin);
    if (other === undefined) return [];
    const what = `(${object.kind} ${object.metadata.name})`;
    const problem =
      other === origin ? `makes the same object ${what} twice` : `makes the same object ${what} as ${other}`;
    return [{ path: origin, problem, remedy: "Rename one." }];
  });
}
