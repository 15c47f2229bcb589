import { environmentSecrets } from "../components/environment";
import { Claims } from "../core/claims";
import type { ValidationError } from "../core/errors";
import type { Environment } from "../config/schema";
import { keyOf, type Inventory } from "./inventory";

/** Two objects of one kind and name: Kustomize refuses them, and a cluster would keep one of them. */
export function sameObject({ environment, items }: Inventory): ValidationError[] {
  const objects = new Claims<string>();
  return [
    ...sameSecret(environment),
    ...items.flatMap((item) => {
      const { origin, object } = item;
      const other = objects.claim(keyOf(item), origin);
      if (other === undefined) return [];
      const what = `(${object.kind} ${object.metadata.name})`;
      const problem =
        other === origin ? `makes the same object ${what} twice` : `makes the same object ${what} as ${other}`;
      return [{ path: origin, problem, remedy: "Rename one." }];
    }),
  ];
}

/** Secrets that Pulumi makes are no objects of the tree, yet two of one name would overwrite each other. */
function sameSecret(environment: Environment): ValidationError[] {
  const secrets = new Claims<string>();
  return environmentSecrets(environment).flatMap(({ name, entries }) => {
    const origin = entries[0]?.path.split(".").slice(0, 2).join(".") ?? name;
    const other = secrets.claim(name, origin);
    if (other === undefined) return [];
    // Only there the name of a Secret is a setting.
    const remedy = origin.startsWith("llmProviders.") ? "Set another secretName." : "Rename one.";
    return [{ path: origin, problem: `makes the same object (Secret ${name}) as ${other}`, remedy }];
  });
}
