import { mergeLayers } from "../../core/merge";
import type { PodsSpec } from "./spec";

/**
 * What pods of one place are like: what is said there wins over what is said for all. Lists are taken whole, and as whom pods
 * run: halves of two profiles are none.
 */
export function podsOf<T extends PodsSpec>(all: PodsSpec, own: T): T {
  const { securityContext, ...rest } = all;
  return mergeLayers(rest, own.securityContext || !securityContext ? {} : { securityContext }, own) as T;
}

/** An entry of a stack with what is said for all its pods. */
export function withPods<T extends { pods: PodsSpec }>(entry: T, all: PodsSpec): T {
  return { ...entry, pods: podsOf(all, entry.pods) };
}

/**
 * As whom pods run. Pod Security `restricted` asks for a profile, and neither the controller's chart nor its proxies name one.
 *
 * @param own what is said of it. Default: nothing
 */
export function podSecurityContext(own: object | undefined): object {
  return { seccompProfile: { type: "RuntimeDefault" }, ...own };
}

/** The part of a pod template that says it. Nothing where nothing is said. */
export interface PodPart {
  metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  spec?: {
    imagePullSecrets?: { name: string }[];
    nodeSelector?: Record<string, string>;
    tolerations?: object[];
    affinity?: object;
    priorityClassName?: string;
    securityContext?: object;
  };
}

/** How a pod template says what pods are like. */
export function podPart(pods: PodsSpec): PodPart {
  const { labels, annotations, nodeSelector, tolerations, affinity, priorityClassName, securityContext } = pods;
  const imagePullSecrets = pods.imagePullSecrets?.map((name) => ({ name }));
  return present({
    metadata: present({ labels, annotations }),
    spec: present({ imagePullSecrets, nodeSelector, tolerations, affinity, priorityClassName, securityContext }),
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
