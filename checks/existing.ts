import { environmentSecrets } from "../components/environment";
import type { ValidationError } from "../core/errors";
import { gateways, keyOf, type Inventory } from "./inventory";

/** What is said to exist already, and yet is made here: it would have two owners. */
export function existing({ environment, items }: Inventory): ValidationError[] {
  const origins = new Map([
    ...items.map((item) => [keyOf(item), item.origin] as const),
    ...gateways(items).map((item) => [`/Service/${item.object.metadata.name}`, item.origin] as const),
    ...environmentSecrets(environment).map(({ name, entries }) => [`/Secret/${name}`, entries[0]?.path] as const),
  ]);
  const error = (path: string, name: string, by: string | undefined): ValidationError[] =>
    by === undefined
      ? []
      : [{ path, problem: `"${name}" is said to exist, but is made by ${by}`, remedy: "Remove it from the list." }];
  return [
    ...environment.existingSecrets.flatMap((name) => error("existingSecrets", name, origins.get(`/Secret/${name}`))),
    ...Object.keys(environment.existingServices).flatMap((name) =>
      error(`existingServices.${name}`, name, origins.get(`/Service/${name}`)),
    ),
  ];
}
