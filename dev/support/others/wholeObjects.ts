import type { LiveObject } from "../../../kube/live";
import type { Checkout } from "../checkout";
import { RESTLESS } from "../everyObject";

type Plain = Record<string, unknown>;

/** Objects, each by `Kind namespace/name`, with everything that the API server says of them. */
export type WholeObjects = ReadonlyMap<string, LiveObject>;

/** Every object of a cluster, as it is. */
export async function wholeObjects(checkout: Checkout, context: string): Promise<WholeObjects> {
  const { code, stdout, all } = await checkout.shell("kubectl", [
    ...["--context", context, "api-resources", "--verbs=list", "-o", "name"],
  ]);
  if (code !== 0) throw new Error(all);
  const kinds = stdout.split("\n").filter((kind) => kind !== "" && !RESTLESS.includes(kind));
  const words = [kinds.join(","), "--all-namespaces", "--show-managed-fields"];
  const { items } = await checkout.get<{ items: LiveObject[] }>(context, ...words);
  return new Map(items.map((object) => [nameOf(object), object]));
}

/** What became of objects: which are gone, and which fields of the others are different. */
export function changesOf(before: WholeObjects, after: WholeObjects): string[] {
  return [...before].flatMap(([name, object]) => {
    const now = after.get(name);
    if (now === undefined) return [`${name} is gone`];
    return differences(settled(object), settled(now)).map((path) => `${name} ${path}`);
  });
}

/** Which objects came, by name. */
export function newOf(before: WholeObjects, after: WholeObjects): string[] {
  return [...after.keys()].filter((name) => !before.has(name)).sort();
}

function nameOf({ kind, metadata }: LiveObject): string {
  return `${kind} ${metadata.namespace ?? "<none>"}/${metadata.name}`;
}

/** An object without what the controller that it belongs to writes all the time, whoever else is there. */
function settled(object: LiveObject): Plain {
  const { metadata, status, ...rest } = object as LiveObject & { metadata: Plain; status?: Plain };
  const restless = restlessIn(object.kind);
  if (restless === undefined) return object;
  const managedFields = (metadata.managedFields ?? []).map(({ time, ...entry }) =>
    entry.manager === restless.manager ? entry : { time, ...entry },
  );
  const { resourceVersion: _, ...known } = metadata;
  return {
    ...rest,
    metadata: { ...known, managedFields, ...(restless.generation && { generation: undefined }) },
    status: { ...status, ...Object.fromEntries(restless.status.map((field) => [field, undefined])) },
  };
}

/** What of a kind is written all the time, and by whom. */
interface Restless {
  manager: string;
  /** Fields of its status. */
  status: readonly string[];
  /** Its status counts as its specification. */
  generation?: true;
}

function restlessIn(kind: string): Restless | undefined {
  switch (kind) {
    // kwok says every few seconds that the node is there.
    case "Node":
      return { manager: "kwok", status: ["conditions"] };
    // Argo CD notes when it has compared it last. Its status is no subresource, so it counts as another generation.
    case "Application":
      return { manager: "argocd-application-controller", status: ["reconciledAt"], generation: true };
    default:
      return undefined;
  }
}

/** Paths of the fields in which two values differ. */
function differences(a: unknown, b: unknown, path = ""): string[] {
  if (Object.is(a, b)) return [];
  if (!isNested(a) || !isNested(b) || Array.isArray(a) !== Array.isArray(b)) return [path];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].flatMap((key) => differences(a[key], b[key], path === "" ? key : `${path}.${key}`));
}

function isNested(value: unknown): value is Plain {
  return typeof value === "object" && value !== null;
}
