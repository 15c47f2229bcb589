import { mergeLayers } from "../../core/merge";
import type { PodsSpec } from "./spec";

/** What pods of one place are like: what is said there wins over what is said for all; lists are taken whole. */
export function podsOf<T extends PodsSpec>(all: PodsSpec, own: T): T {
  return mergeLayers(all, own) as T;
}

/** An entry of a stack with what is said for all its pods. */
export function withPods<T extends { pods: PodsSpec }>(entry: T, all: PodsSpec): T {
  return { ...entry, pods: podsOf(all, entry.pods) };
}

/** What Pod Security `restricted` asks of a pod and neither the controller's chart nor its proxies say. */
export const SECCOMP = { seccompProfile: { type: "RuntimeDefault" } } as const;

/** The part of a pod template that says it. Nothing where nothing is said. */
export interface PodPart {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  spec?: {
    imagePullSecrets?: { name: string }[];
    nodeSelector?: Record<string, string>;
    tolerations?: object[];
    affinity?: object;
    priorityClassName?: string;
  };
}

/** How a pod template says what pods are like. */
export function podPart(pods: PodsSpec): PodPart {
  const { labels, annotations, nodeSelector, tolerations, affinity, priorityClassName } = pods;
  const imagePullSecrets = pods.imagePullSecrets?.map((name) => ({ name }));
  return present({
    metadata: present({ labels, annotations }),
    spec: present({ imagePullSecrets, nodeSelector, tolerations, affinity, priorityClassName }),
  });
}

/** What there is of an object's fields. */
function present(fields: Record<string, object | string | undefined>): object {
  return Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => value !== undefined && (typeof value === "string" || Object.keys(value).length > 0),
    ),
  );
}
