/** A map of labels in objects of a kind. Lists on the way are gone through. */
export interface LabelsField {
  /** Default: every kind. */
  kinds?: readonly string[];
  path: string;
  /** Whether the map is made where it is not there. */
  made: boolean;
}

/** Kinds of the API group `apps` that run pods by a selector. */
const WORKLOADS = ["Deployment", "ReplicaSet", "DaemonSet", "StatefulSet"];
/** Those whose affinities Kustomize looks at. */
const PLACED = ["Deployment", "StatefulSet"];

const terms = ["podAffinity", "podAntiAffinity"].flatMap((affinity) => [
  `${affinity}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm`,
  `${affinity}/requiredDuringSchedulingIgnoredDuringExecution`,
]);

/** Where Kustomize writes labels: on objects, and on the pods that they make. Source: its `metadatalabels.go`. */
export const LABELLED: readonly LabelsField[] = [
  { path: "metadata/labels", made: true },
  { kinds: [...WORKLOADS, "ReplicationController", "Job"], path: "spec/template/metadata/labels", made: true },
  { kinds: ["StatefulSet"], path: "spec/volumeClaimTemplates/metadata/labels", made: true },
  { kinds: ["CronJob"], path: "spec/jobTemplate/metadata/labels", made: true },
  { kinds: ["CronJob"], path: "spec/jobTemplate/spec/template/metadata/labels", made: true },
];

/** Where it writes those that are in selectors too. Source: its `commonlabels.go`. */
export const SELECTED: readonly LabelsField[] = [
  ...LABELLED,
  { kinds: ["Service", "ReplicationController"], path: "spec/selector", made: true },
  { kinds: WORKLOADS, path: "spec/selector/matchLabels", made: true },
  { kinds: ["Job", "PodDisruptionBudget"], path: "spec/selector/matchLabels", made: false },
  { kinds: ["CronJob"], path: "spec/jobTemplate/spec/selector/matchLabels", made: false },
  ...terms.map((term) => ({
    kinds: PLACED,
    path: `spec/template/spec/affinity/${term}/labelSelector/matchLabels`,
    made: false,
  })),
  { kinds: PLACED, path: "spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels", made: false },
  ...["podSelector", "ingress/from/podSelector", "egress/to/podSelector"].map((selector) => ({
    kinds: ["NetworkPolicy"],
    path: `spec/${selector}/matchLabels`,
    made: false,
  })),
];
