import { authorizationReader, type SecretReader } from "../components/credentials";
import { certificateReader } from "../components/gateway/build";
import { providerReaders } from "../components/llm/provider/auth/forms";
import { policyReaders } from "../components/policy/secrets";
import type { ValidationError } from "../core/errors";
import { show } from "../core/show";
import { isPlainObject, type PlainObject } from "../core/merge";
import { fieldsOf } from "./fields";
import { referringToSecrets } from "./referring";
import { didYouMean } from "../core/suggest";
import { at, groupOf, isGatewayKind, type Inventory, type Item } from "./inventory";

/** How the gateway reads the Secrets to which the objects of the builders refer. */
export const secretReaders: readonly SecretReader[] = [
  authorizationReader,
  ...providerReaders,
  ...policyReaders,
  certificateReader,
];

/** How Secrets are read to which only a person's manifests refer. */
const ofManifests: SecretReader = { references: ["clientAuth.secretRef", "clientSecretRef"], keys: ["clientSecret"] };

const readers: readonly SecretReader[] = [...secretReaders, ofManifests];

/**
 * Secrets that nothing makes, and keys that they don't have. A backend whose Secret is missing fails; among several
 * providers it does so silently.
 */
export function secretReferences({ items, secrets }: Inventory): ValidationError[] {
  return items.filter(readsSecrets).flatMap((item) =>
    [...references(item)].flatMap(({ path, entry, name }): ValidationError[] => {
      if (!secrets.has(name)) {
        return [
          {
            path: at(item, `${path}.name`),
            problem: `${show(name)} is no Secret that the stack makes`,
            remedy: "Name one of a provider. A Secret that is made elsewhere stands in existingSecrets.",
          },
        ];
      }
      const keys = secrets.get(name);
      if (keys === undefined) return [];
      return requiredKeys(path, entry)
        .filter((key) => !keys.includes(key))
        .map((key) => ({
          path: at(item, path),
          problem: `reads the key ${show(key)}, which the Secret ${name} does not have`,
          remedy: didYouMean(key, keys),
        }));
    }),
  );
}

function* references(item: Item): Generator<{ path: string; entry: PlainObject; name: string }> {
  for (const { path, key, value } of fieldsOf(item.object)) {
    if (!referringToSecrets.includes(key)) continue;
    const entries: [string, unknown][] = Array.isArray(value)
      ? value.map((entry, index) => [`${path}[${index}]`, entry])
      : [[path, value]];
    for (const [where, entry] of entries) {
      // A reference into another namespace can't be followed from here, and one that is optional may lead nowhere.
      if (!isPlainObject(entry) || typeof entry.name !== "string" || "namespace" in entry) continue;
      const ofSecret = entry.kind === undefined || entry.kind === "Secret";
      if (ofSecret && entry.optional !== true) yield { path: where, entry, name: entry.name };
    }
  }
}

function requiredKeys(path: string, { key }: PlainObject): readonly string[] {
  if (typeof key === "string") return [key];
  const anywhere = path.replace(/\[\d+\]/g, "[]");
  const reader = readers.find(({ references: ends }) => ends.some((end) => anywhere.endsWith(`.${end}`)));
  return reader?.keys ?? [];
}

/** Other kinds may mean something else by these fields. */
function readsSecrets(item: Item): boolean {
  return isGatewayKind(item) || ["", "apps"].includes(groupOf(item));
}
