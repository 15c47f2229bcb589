import type { Finding } from "../finding";
import { unmanagedCreator } from "../../../kube/managedFields";
import { refKey, showRef, type ObjectRef } from "../../../kube/ref";
import type { ArgoCdFacts } from "./facts";

/** Kinds by which somebody runs something in a namespace, or changes what runs there. */
export const UNMANAGED_KINDS: Pick<ObjectRef, "apiVersion" | "kind">[] = [
  ...["ConfigMap", "Secret", "Service", "ServiceAccount", "Pod"].map((kind) => ({ apiVersion: "v1", kind })),
  ...["Deployment", "StatefulSet", "DaemonSet"].map((kind) => ({ apiVersion: "apps/v1", kind })),
  ...["Job", "CronJob"].map((kind) => ({ apiVersion: "batch/v1", kind })),
  { apiVersion: "autoscaling/v2", kind: "HorizontalPodAutoscaler" },
  { apiVersion: "policy/v1", kind: "PodDisruptionBudget" },
  { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
];

/** What Kubernetes makes in each namespace, and anybody may add to. */
const BUILT_IN = ["ConfigMap/kube-root-ca.crt", "ServiceAccount/default"];

/**
 * Objects that somebody has made in the environment's namespace, and that nothing there has to do with: nobody delivers
 * them, no other object owns them, and no described one speaks of them. Argo CD would only count them (its monitoring of
 * orphaned resources), and would count what controllers make.
 */
export function assessUnmanaged({ scope, desiredObjects, besides }: ArgoCdFacts): Finding[] {
  const { namespace, known: declared, managers } = scope;
  const known = new Set([...BUILT_IN, ...declared]);
  const desired = new Set(
    desiredObjects.map(({ apiVersion, kind, metadata: { name } }) => refKey({ apiVersion, kind, name, namespace })),
  );
  const spokenOf = textsIn(desiredObjects);
  return besides.flatMap(({ live, ...ref }): Finding[] => {
    if (known.has(`${ref.kind}/${ref.name}`) || desired.has(refKey(ref)) || spokenOf.has(ref.name)) return [];
    if ((live.metadata.ownerReferences ?? []).length > 0) return [];
    const maker = unmanagedCreator({ ...live, kind: ref.kind }, managers);
    if (maker === undefined) return [];
    return [
      {
        side: "argocd",
        where: showRef(ref),
        what: "is not described: somebody made it in the environment's namespace",
        ...maker,
        remedy: `Describe it, or remove it. Where ${maker.by} is a program that makes such objects, name it in drift.managers.`,
      },
    ];
  });
}

/** All texts in a value, such as the names by which it refers to others. */
function textsIn(value: unknown, texts = new Set<string>()): Set<string> {
  if (typeof value === "string") texts.add(value);
  else if (typeof value === "object" && value !== null) for (const each of Object.values(value)) textsIn(each, texts);
  return texts;
}
