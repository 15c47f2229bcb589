import type { ChartValues } from "./spec";

/** A kind that the controller's chart brings where its values say so, and whose CRD is somebody else's. */
export interface ChartKind {
  /** Its API group. */
  group: string;
  /** Its name. */
  kind: string;
  /** Its name in addresses and roles. */
  plural: string;
}

/** What the chart brings by its values, beside what it always brings. Argo CD gets the right to deploy it. */
export function chartKinds({ monitoring, controller }: ChartValues = {}): ChartKind[] {
  const prometheus = "monitoring.coreos.com";
  const { enabled, serviceMonitor, proxy } = monitoring ?? {};
  const scaled = Object.keys(controller?.verticalPodAutoscaler ?? {}).length > 0;
  return [
    ...(enabled && serviceMonitor?.enabled !== false
      ? [{ group: prometheus, kind: "ServiceMonitor", plural: "servicemonitors" }]
      : []),
    ...(enabled && proxy?.podMonitor?.enabled !== false
      ? [{ group: prometheus, kind: "PodMonitor", plural: "podmonitors" }]
      : []),
    ...(scaled
      ? [{ group: "autoscaling.k8s.io", kind: "VerticalPodAutoscaler", plural: "verticalpodautoscalers" }]
      : []),
  ];
}
