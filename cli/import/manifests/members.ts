import { itemsIn, textIn, valueIn } from "../../../checks/fields";
import { apiKeysSecretName, basicAuthSecretName } from "../../../components/policy/secrets";
import type { PolicyField } from "../../../components/policy/spec";
import type { PlainObject } from "../../../core/merge";
import { keySetOf } from "./keySet";
import { inInput } from "./normal";
import { byName, fieldsIn, said, serviceRefOf, type Objects } from "./objects";

interface Context {
  /** Name of the policy. */
  policy: string;
  objects: Objects;
}

type Read = (value: PlainObject, context: Context) => PlainObject;

/** A field of `spec.traffic` as the member of a policy that makes it. Whether it does, is for the caller to compare. */
export const MEMBERS: Readonly<Record<PolicyField, Read>> = {
  apiKeys: ({ mode, location, secretRef }, { policy, objects }) => {
    const name = textIn(secretRef, "name");
    const secret = inInput(name)?.replace("Secret ", "");
    const holders = secret === undefined ? [] : objects.keysOf(secret);
    const own = name === apiKeysSecretName(policy) || secret !== undefined;
    return said({
      mode,
      location,
      existingSecret: own ? undefined : name,
      keys: own ? Object.fromEntries(holders.map((holder) => [holder, {}])) : undefined,
    });
  },
  authorization: ({ action, policy }) => said({ action, rule: expressionsOf(policy)[0] }),
  basicAuth: ({ mode, location, realm, secretRef }, { policy }) => {
    const name = textIn(secretRef, "name");
    const own = name === basicAuthSecretName(policy) || inInput(name) !== undefined;
    return said({ mode, location, realm, existingSecret: own ? undefined : name });
  },
  cors: (value) => value,
  extAuth: externalService,
  headers: (value) => bothWays(value, headersOf),
  jwt: ({ mode, location, providers }, { policy, objects }) => {
    const list = itemsIn({ providers }, "providers");
    const names = issuerNames(list.map((provider) => ownIssuerName(policy, provider)));
    const named = list.map((provider, index) => [
      names[index] as string,
      { ...provider, jwks: keySetOf(provider.jwks, objects) },
    ]);
    return said({ mode, location, providers: Object.fromEntries(named) as PlainObject });
  },
  rateLimit: ({ local, global }) =>
    said({
      local: Array.isArray(local) ? (local[0] as unknown) : undefined,
      global: global === undefined ? undefined : externalService(fieldsIn({ global }, "global")),
    }),
  retry: (value) => value,
  timeouts: (value) => value,
  transformation: (value) => bothWays(value, headersOf),
};

function expressionsOf(policy: unknown): unknown[] {
  const expressions = valueIn(policy, "matchExpressions");
  return Array.isArray(expressions) ? expressions : [];
}

function externalService({ backendRef, ...rest }: PlainObject): PlainObject {
  return { service: serviceRefOf(backendRef), ...rest };
}

function bothWays({ request, response }: PlainObject, read: (way: unknown) => PlainObject): PlainObject {
  return said({ request: request && read(request), response: response && read(response) });
}

function headersOf(way: unknown): PlainObject {
  const { set: _, add: __, ...rest } = fieldsIn({ way }, "way");
  return said({ set: byName(itemsIn(way, "set"), "value"), add: byName(itemsIn(way, "add"), "value"), ...rest });
}

/** The name by which a policy knows an issuer, where the backend of its keys has it within. */
function ownIssuerName(policy: string, provider: PlainObject): string | undefined {
  const backend = textIn(provider, "jwks", "remote", "backendRef", "name") ?? "";
  const own = backend.startsWith(`${policy}-`) && backend.endsWith("-jwks");
  return own ? backend.slice(policy.length + 1, -"-jwks".length) : undefined;
}

/** Names for the other issuers too. Any will do that keeps their order: the list is sorted by them. */
function issuerNames(own: readonly (string | undefined)[]): string[] {
  const names: string[] = [];
  for (const [index, name] of own.entries()) {
    const before = names.at(-1) ?? "";
    const after = own.slice(index).find((each) => each !== undefined) ?? "~";
    const free = [`issuer-${index + 1}`, `${before}-${index + 1}`, "a"].find((each) => before < each && each < after);
    names.push(name ?? free ?? `issuer-${index + 1}`);
  }
  return names;
}
