import { z } from "zod";
import type { ObjectMeta } from "../../kube/object";
import { CONTROLLER_NAMESPACE } from "../controller/namespace";
import { labelKey, labelValue } from "../labels/label";

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
export interface InNamespaces {
  namespace: string;
  cluster: { controlPlane: "install" | "existing"; namespaces?: NamespacesSpec };
}

/** The namespaces that an environment uses alone: its own, and the controller's where it installs the control plane. */
export function environmentNamespaces({ namespace, cluster }: InNamespaces): string[] {
  return [...new Set([namespace, ...(cluster.controlPlane === "install" ? [CONTROLLER_NAMESPACE] : [])])];
}

/** The namespaces that an environment makes and deletes. */
export function ownedNamespaces(placed: InNamespaces): string[] {
  return placed.cluster.namespaces?.mode === "existing" ? [] : environmentNamespaces(placed);
}

/** The metadata of a namespace that an environment makes. */
export function namespaceMetadata(name: string, { labels, annotations }: NamespacesSpec): ObjectMeta {
  const present = Object.entries({ labels, annotations }).filter(([, values]) => Object.keys(values).length > 0);
  return { name, ...Object.fromEntries(present) };
}
