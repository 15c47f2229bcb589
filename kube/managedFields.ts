import type { Path } from "./fieldPath";
import type { FieldSet, LiveObject } from "./live";

/** The field manager of Argo CD, whether it applies on the client's side or the server's. */
export const ARGOCD_MANAGER = "argocd-controller";

/** A field, who set it and when. */
export interface FieldOwner {
  path: Path;
  by: string;
  at?: string;
}

/** Programs that deploy the desired objects. Not argocd-server: what is made in its user interface, a person makes. */
const DEPLOYERS = [/^pulumi-kubernetes/, /^argocd-(application-)?controller$/];

/** Programs that make objects which no other owns: the agentgateway controller keeps JWT keys and its own certificate. */
const CREATORS = [...DEPLOYERS, /^agentgateway(-controller|\.dev\/agentgateway)?$/];

/** Programs that may change the desired objects. Every other one, above all a person's, may not. */
const OWNERS = [
  ...DEPLOYERS,
  /^kube-(controller-manager|apiserver|scheduler)$/, // They fill in what a kind has by its nature, such as revisions.
  /^before-takeover:/, // By this name `npm run takeover` keeps what others set before it, and nobody describes.
];

/** The Secret into which argocd-server writes keys of its own making. */
const SERVER = { kind: "Secret", name: "argocd-secret", manager: /^argocd(-server)?$/ };

/**
 * Kinds that Argo CD applies as `kubectl auth reconcile` does, in its program's name. What differs from the description is found
 * by comparing.
 */
const RECONCILED = { kinds: ["ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"], manager: /^argocd$/ };

/** Bookkeeping that says nothing of what the object is. */
const BOOKKEEPING = [
  "kubectl.kubernetes.io/last-applied-configuration",
  "kubectl.kubernetes.io/restartedAt",
  "notified.notifications.argoproj.io", // Of which messages have been sent about an Application.
  "kubernetes.io/metadata.name", // The API server gives it to a namespace, in the name of whoever makes that.
];

/** The desired parts of an object: not its status, nor what only programs write into its metadata. */
function isDescription(path: Path): boolean {
  const [first, second] = path;
  if (first === "status" || first === "operation") return false;
  // An annotation that is gone again leaves behind that somebody made the list of them.
  if (first === "metadata" && (path.length < 3 || (second !== "labels" && second !== "annotations"))) return false;
  return !path.some((part) => BOOKKEEPING.includes(part) || part === "argocd.argoproj.io/refresh");
}

/**
 * The fields that someone set who has no part in the object. When somebody changes a field, the API server takes it from
 * whoever had it, so these are the changed ones and the added ones. A field that a deployer has as well has its value.
 *
 * @param managers field managers that may, beside the owners
 */
export function foreignFields(
  { kind, metadata }: Pick<LiveObject, "kind" | "metadata">,
  managers: readonly string[] = [],
): FieldOwner[] {
  const owners = [
    ...OWNERS,
    ...(kind === SERVER.kind && metadata.name === SERVER.name ? [SERVER.manager] : []),
    ...(RECONCILED.kinds.includes(kind) ? [RECONCILED.manager] : []),
  ];
  const entries = metadata.managedFields ?? [];
  const all = entries.flatMap(({ fieldsV1 }) => leaves(fieldsV1 ?? {}));
  const deployed = new Set(
    entries
      .filter(({ manager = "" }) => DEPLOYERS.some((deployer) => deployer.test(manager)))
      .flatMap(({ fieldsV1 }) => leaves(fieldsV1 ?? {}).map(keyOf)),
  );
  return entries
    .filter(({ subresource }) => subresource !== "status")
    .filter(({ manager = "" }) => !managers.includes(manager) && !owners.some((owner) => owner.test(manager)))
    .flatMap(({ manager = "unknown", subresource, time, fieldsV1 }) => {
      const by = subresource ? `${manager} (${subresource})` : manager;
      const paths = leaves(fieldsV1 ?? {}).filter(
        (path) => isDescription(path) && !isEmptied(path, all) && !deployed.has(keyOf(path)),
      );
      return paths.map((path) => ({ path, by, ...(time ? { at: time.replace(".000Z", "Z") } : {}) }));
    });
}

/**
 * Who has put an object there that no program makes whose business that is; nothing where nobody has.
 *
 * @param managers field managers that may have objects of their own there
 */
export function unmanagedCreator(
  object: LiveObject,
  managers: readonly string[],
): Omit<FieldOwner, "path"> | undefined {
  const entries = object.metadata.managedFields ?? [];
  if (entries.some(({ manager = "" }) => CREATORS.some((creator) => creator.test(manager)))) return undefined;
  const [first] = foreignFields(object, managers).toSorted((a, b) => (a.at ?? "").localeCompare(b.at ?? ""));
  return first && { by: first.by, ...(first.at ? { at: first.at } : {}) };
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}

/** Whether others have all that is in a field: who made it has nothing in it any more. */
function isEmptied(path: Path, all: readonly Path[]): boolean {
  return all.some((other) => other.length > path.length && path.every((part, index) => part === other[index]));
}

/** The paths of a field set: `f:` before a key of an object, `k:`, `v:` and `i:` before elements of lists. */
function leaves(fields: FieldSet, path: Path = []): Path[] {
  const inner = Object.entries(fields).filter(([key]) => key !== ".");
  if (inner.length === 0) return path.length > 0 ? [path] : [];
  return inner.flatMap(([key, below]) => leaves(below, [...path, part(key)]));
}

function part(key: string): string {
  const text = key.slice(2);
  if (key.startsWith("f:")) return text;
  if (!key.startsWith("k:")) return "[]"; // The element itself, which may be anything.
  const keys = Object.entries(JSON.parse(text) as Record<string, unknown>);
  return `[${keys.map(([name, value]) => `${name}=${String(value)}`).join(",")}]`;
}
