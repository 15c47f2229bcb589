import { TRACKING_ID, TRACKING_LABEL } from "../../components/argocd/tracking";
import type { LiveObject } from "../../kube/live";

const ANNOTATIONS = [
  TRACKING_ID,
  // Of a Secret it holds the values that came from Git.
  "kubectl.kubernetes.io/last-applied-configuration",
];

/** Removes the marks by which an Application knows an object as its own: what has none is never pruned. */
export function withoutTracking(
  object: LiveObject,
  applications: readonly string[],
  label = TRACKING_LABEL,
): LiveObject {
  const { labels = {}, annotations = {} } = object.metadata;
  const isTracked = applications.includes(labels[label] ?? "");
  return {
    ...object,
    metadata: {
      ...object.metadata,
      annotations: without(annotations, ANNOTATIONS),
      labels: without(labels, isTracked ? [label] : []),
    },
  };
}

function without(fields: Record<string, string>, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)));
}
