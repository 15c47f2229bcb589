import type { ApiResource } from "../../kube/cluster";
import type { LiveObject } from "../../kube/live";

/** A condition of an object, as Kubernetes has it. */
interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
}

/** What of a namespace's deletion has not been possible. */
export interface Obstacle {
  condition: string;
  problem: string;
  remedy: string;
}

/** Why an API server can delete no namespace. */
const UNAVAILABLE = "it can't list what is in a namespace, and so it can delete none";

/** What to do where a condition of a namespace is in the way. */
const REMEDIES: Record<string, (namespace: string) => string> = {
  NamespaceDeletionDiscoveryFailure: () =>
    "See which one: kubectl get apiservices. Repair the Service behind it, or remove it where nothing serves it any more.",
  NamespaceDeletionGroupVersionParsingFailure: () => "See which API has such a version: kubectl get apiservices.",
  NamespaceDeletionContentFailure: (namespace) =>
    `See what refuses the deletion, such as an admission webhook: kubectl get events -n ${namespace}`,
  NamespaceFinalizersRemaining: (namespace) =>
    `Start the program that handles the finalizer. Where that is gone for good, remove the finalizer from the object: kubectl edit, in the namespace ${namespace}`,
  NamespaceContentRemaining: () => "See what they wait for: their events, and their finalizers.",
};

/** What is in the way of a namespace that is being deleted: the conditions that hold. */
export function obstaclesOf({ metadata, status }: LiveObject): Obstacle[] {
  return conditionsOf(status)
    .filter(({ type, status: holds }) => holds === "True" && type in REMEDIES)
    .map(({ type, message }) => ({
      condition: type,
      problem: message?.trim() ?? "",
      remedy: (REMEDIES[type] as (namespace: string) => string)(metadata.name),
    }));
}

/** The kinds of which a namespace still has objects, by what its condition says of them: `pods. has 1 resource instances`. */
export function remainingKinds(problem: string): ApiResource[] {
  return [...problem.matchAll(/([a-z0-9]+)\.([a-z0-9.-]*) has \d+ resource instances/g)].map(
    ([, plural = "", group = ""]) => ({ plural, group }),
  );
}

/** The aggregated APIs that do not answer, each with what is said of it. */
export function unavailableApis(apiServices: readonly LiveObject[]): { name: string; problem: string }[] {
  return apiServices.flatMap(({ metadata: { name }, status }) =>
    conditionsOf(status)
      .filter(({ type, status: holds }) => type === "Available" && holds === "False")
      .map(({ reason, message }) => ({
        name,
        problem: `does not answer (${[reason, message].filter(Boolean).join(": ")}): ${UNAVAILABLE}`,
      })),
  );
}

function conditionsOf(status: unknown): Condition[] {
  return (status as { conditions?: Condition[] } | undefined)?.conditions ?? [];
}
