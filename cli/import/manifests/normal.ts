import { isPlainObject, mapValues, type PlainObject } from "../../../core/merge";
import type { KubernetesObject } from "../../../kube/object";

/** Begins the name of a Secret that Pulumi shall make: what follows is where the input has its values. */
const FROM_INPUT = "\0";
const APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
/** Names of variables that hold secrets, though a Deployment has them in plain text. */
const SECRETIVE = /(key|token|secret|password|passwd|credentials?)$/i;
const REFERENCES = ["secretRef", "secretKeyRef", "certificateRefs"];

/** The mark of a Secret of the input. */
export function markOf(secret: string): string {
  return `${FROM_INPUT}Secret ${secret}`;
}

/** Where the input has the values of a Secret that is referred to; nothing where it is elsewhere. */
export function inInput(secret: unknown): string | undefined {
  return typeof secret === "string" && secret.startsWith(FROM_INPUT) ? secret.slice(1) : undefined;
}

/**
 * An object without what the API server adds, without its namespace, and without secrets: those in plain text and those in
 * Secrets of the input are marked, for Pulumi makes Secrets of them.
 */
export function normal(object: KubernetesObject, secrets: ReadonlySet<string>): KubernetesObject {
  const { status: _, metadata, ...rest } = object;
  const { [APPLIED]: __, ...annotations } = metadata.annotations ?? {};
  const own = {
    name: metadata.name,
    ...(metadata.labels && { labels: metadata.labels }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
  const at = `${object.kind} ${metadata.name}`;
  const body = withoutSecrets(rest, { at, secrets, namespace: metadata.namespace }) as PlainObject;
  return { ...body, metadata: own } as unknown as KubernetesObject;
}

interface Place {
  at: string;
  secrets: ReadonlySet<string>;
  namespace: string | undefined;
}

function withoutSecrets(given: unknown, place: Place, key = ""): unknown {
  if (Array.isArray(given)) return given.map((item) => withoutSecrets(item, place, key));
  if (!isPlainObject(given)) return given;
  const value = withinNamespace(given, place, key);
  if (REFERENCES.includes(key) && place.secrets.has(String(value.name)))
    return { ...value, name: markOf(String(value.name)) };
  if (key === "env" && typeof value.value === "string" && SECRETIVE.test(String(value.name)))
    return { name: value.name, valueFrom: { secretKeyRef: { name: `${FROM_INPUT}${place.at}`, key: value.name } } };
  const entries = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return Object.fromEntries(
    entries.map(([field, item]) =>
      key === "auth" && field === "key"
        ? ["secretRef", { name: `${FROM_INPUT}${place.at}, auth.key` }]
        : [field, withoutSecrets(item, place, field)],
    ),
  );
}

/** A reference without the namespace that all objects of an environment share. The gateway is one of these. */
function withinNamespace(reference: PlainObject, { namespace: own }: Place, key: string): PlainObject {
  const { namespace, ...rest } = reference;
  const isOwn = namespace === own || key === "parentRefs";
  return typeof rest.name === "string" && namespace !== undefined && isOwn ? rest : reference;
}

/** A value with the names that its Secrets have in the input, for where Pulumi makes none of them. */
export function unmarked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unmarked);
  if (isPlainObject(value)) return mapValues(value, (_, item) => unmarked(item));
  return inInput(value)?.replace(/^Secret /, "") ?? value;
}
