import { z } from "zod";
import type { ValidationError } from "../../core/errors";
import type { ObjectMeta } from "../../kube/object";
import type { ClusterReader } from "../../kube/reach";
import { CONTROLLER_NAMESPACE } from "../controller/namespace";
import { labelKey, labelValue } from "./labels";
import { OWNER } from "./owner";

/** The namespaces of an environment. */
export const namespacesSpec = z
  .strictObject({
    /**
     * `install`: this stack makes the namespaces, and deletes them in the end. `existing`: somebody else does, and this stack
     * only puts its objects and rights into them. Default `install`.
     */
    mode: z.enum(["install", "existing"]).default("install"),
    /** Labels of the namespaces that this stack makes, such as those of Pod Security. Default: none. */
    labels: z.record(labelKey, labelValue).default({}),
    /** Annotations of the namespaces that this stack makes. Default: none. */
    annotations: z.record(labelKey, z.string()).default({}),
  })
  .refine(
    ({ mode, labels, annotations }) => mode === "install" || Object.keys({ ...labels, ...annotations }).length === 0,
    "needs mode: install for labels and annotations: with existing, this stack makes no namespace",
  );

export type NamespacesSpec = z.infer<typeof namespacesSpec>;

/** An environment, as far as it says which namespaces it has, and who makes them. */
interface Placed {
  namespace: string;
  cluster: { controlPlane: "install" | "existing"; namespaces?: NamespacesSpec };
}

/** The namespaces that an environment uses alone: its own, and the controller's where it installs the control plane. */
export function environmentNamespaces({ namespace, cluster }: Placed): string[] {
  return [...new Set([namespace, ...(cluster.controlPlane === "install" ? [CONTROLLER_NAMESPACE] : [])])];
}

/** The namespaces that an environment makes and deletes. */
export function ownedNamespaces(placed: Placed): string[] {
  return placed.cluster.namespaces?.mode === "existing" ? [] : environmentNamespaces(placed);
}

/** The metadata of a namespace that an environment makes. */
export function namespaceMetadata(name: string, { labels, annotations }: NamespacesSpec): ObjectMeta {
  const present = Object.entries({ labels, annotations }).filter(([, values]) => Object.keys(values).length > 0);
  return { name, ...Object.fromEntries(present) };
}

/** Why an environment can't use the namespaces that somebody else makes. */
export async function existingNamespaceErrors(
  reader: ClusterReader,
  placed: Placed,
  owner: string,
): Promise<ValidationError[]> {
  const found = await Promise.all(
    environmentNamespaces(placed).map(async (name) => ({ name, live: await readNamespace(reader, name) })),
  );
  return found.flatMap(({ name, live }) => {
    if (live === undefined) return []; // Who may not read a namespace finds out when the first object is created.
    const stack = live === "missing" ? undefined : live.metadata.annotations?.[OWNER];
    const [problem, remedy] = reasonAgainst(name, { missing: live === "missing", stack }, owner) ?? [];
    return problem === undefined
      ? []
      : [{ path: "cluster.namespaces.mode", problem: `is existing, but ${problem}`, remedy }];
  });
}

type Annotated = { metadata: { annotations?: Record<string, string> } };

async function readNamespace(reader: ClusterReader, name: string): Promise<Annotated | "missing" | undefined> {
  const answer = await reader.readIfAllowed<Annotated>(`/api/v1/namespaces/${name}`);
  return answer && (answer.found ?? "missing");
}

function reasonAgainst(
  name: string,
  { missing, stack }: { missing: boolean; stack: string | undefined },
  owner: string,
): [problem: string, remedy: string] | undefined {
  if (missing)
    return [
      `the cluster has no namespace ${name}`,
      "Have it made first; or have this stack make it: cluster.namespaces.mode: install.",
    ];
  if (stack === owner)
    return [
      `this stack has made the namespace ${name}, and would delete it now`,
      `Hand it over first: kubectl annotate namespace ${name} ${OWNER}-`,
    ];
  return stack === undefined
    ? undefined
    : [`the namespace ${name} belongs to the stack ${stack}`, "Choose another namespace."];
}
