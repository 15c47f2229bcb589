import { itemsIn, textIn, valueIn } from "../../../checks/fields";
import { secretName } from "../../../components/credentials";
import type { PlainObject } from "../../../core/merge";
import { fieldsIn, serviceOfHost, serviceRefOf } from "./objects";
import { inInput } from "./normal";

const KINDS = ["openai", "anthropic", "gemini", "vertexai", "azure", "azureopenai", "bedrock", "custom"];

/** A provider as an entry says it, but for what is done to requests. */
export interface ReadProvider {
  spec: PlainObject;
  /** Where the input has the values of its Secret. */
  source: string | undefined;
}

/**
 * Reads `ai.provider` of a backend, or an item of its groups; nothing for kinds that no entry is of.
 *
 * @param name name of the entry
 */
export function providerOf(name: string, provider: PlainObject, policies: PlainObject): ReadProvider | undefined {
  const kind = KINDS.find((each) => each in provider);
  if (kind === undefined) return undefined;
  const { backendRef, formats: _, ...fields } = fieldsIn(provider, kind);
  const formats = itemsIn(provider, kind, "formats").map(({ type }) => type);
  const secret = secretOf(policies.auth);
  const source = inInput(secret);
  return {
    spec: {
      provider: kind,
      ...fields,
      ...(kind === "custom" && formats.length > 0 && { formats }),
      ...placeOf(kind, provider, backendRef, policies.tls !== undefined),
      ...authOf(kind, policies.auth),
      ...(secret !== undefined && source === undefined && secret !== secretName(name) && { existingSecret: secret }),
      ...(policies.ai !== undefined && valueIn(policies.ai, "promptCaching") !== undefined
        ? { promptCaching: valueIn(policies.ai, "promptCaching") }
        : {}),
    },
    source,
  };
}

/** Where the API of a provider is. */
function placeOf(
  kind: string,
  { host, port, path, pathPrefix }: PlainObject,
  reference: unknown,
  tls: boolean,
): PlainObject {
  if (reference !== undefined) return { service: serviceRefOf(reference) };
  if (host === undefined) return {};
  const elsewhere = kind === "custom" && !tls ? serviceOfHost(host, port) : undefined;
  if (elsewhere !== undefined && path === undefined && pathPrefix === undefined) return { service: elsewhere };
  const given = { host, port, path, pathPrefix };
  const upstream = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { upstream: { ...upstream, ...(tls !== ((port ?? 443) === 443) && { tls }) } };
}

/** The Secret that the authentication of a backend reads, in whichever form. */
export function secretOf(auth: unknown): string | undefined {
  const places = [[], ["aws"], ["azure"], ["gcp"]];
  return places.map((place) => textIn(auth, ...place, "secretRef", "name")).find((name) => name !== undefined);
}

/** Without authentication of its own, a cloud's provider is called with the identity of the proxy. */
const WITHOUT: Readonly<Record<string, string>> = {
  vertexai: "ambient",
  azure: "ambient",
  azureopenai: "ambient",
  bedrock: "ambient",
};

function authOf(kind: string, auth: unknown): PlainObject {
  if (auth === undefined) return { auth: WITHOUT[kind] ?? "none" };
  if (valueIn(auth, "passthrough") !== undefined) return { auth: "passthrough" };
  if (valueIn(auth, "secretRef") !== undefined) return { auth: "apiKey" };
  const { roleArn, sessionName } = fieldsIn(auth, "aws", "assumeRole");
  if (roleArn !== undefined) return { auth: "assumeRole", roleArn, ...(sessionName !== undefined && { sessionName }) };
  const forms = { aws: "keys", azure: "servicePrincipal", gcp: "credentials" };
  const [cloud, form] = Object.entries(forms).find(([each]) => valueIn(auth, each) !== undefined) ?? [];
  if (cloud === undefined) return {};
  return { auth: valueIn(auth, cloud, "secretRef") === undefined ? "ambient" : form };
}
