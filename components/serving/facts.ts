import type { LiveMeta } from "../../kube/live";

/** A Deployment, DaemonSet or StatefulSet. */
export interface Workload {
  kind: WorkloadKind;
  metadata: LiveMeta;
  spec?: { replicas?: number; selector?: { matchLabels?: Record<string, string> } };
  status?: {
    observedGeneration?: number;
    replicas?: number;
    updatedReplicas?: number;
    availableReplicas?: number;
    /** Of a DaemonSet. */
    desiredNumberScheduled?: number;
    updatedNumberScheduled?: number;
    numberAvailable?: number;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
  };
}

export type WorkloadKind = (typeof WORKLOAD_KINDS)[number];
export const WORKLOAD_KINDS = ["Deployment", "DaemonSet", "StatefulSet"] as const;

/** A container of a pod, as the kubelet tells of it. */
export interface ContainerStatus {
  name: string;
  image?: string;
  ready?: boolean;
  restartCount?: number;
  state?: ContainerState;
  lastState?: ContainerState;
}

interface ContainerState {
  running?: object;
  waiting?: { reason?: string; message?: string };
  terminated?: Terminated;
}

export interface Terminated {
  exitCode: number;
  reason?: string;
  message?: string;
}

export interface Pod {
  metadata: LiveMeta;
  status?: {
    phase?: string;
    reason?: string;
    message?: string;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
    initContainerStatuses?: ContainerStatus[];
    containerStatuses?: ContainerStatus[];
  };
}

export interface Service {
  metadata: LiveMeta;
  spec?: { type?: string; clusterIP?: string; clusterIPs?: string[] };
  status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string }[] } };
}

/** What somebody reported of an object. */
export interface Event {
  metadata: LiveMeta;
  involvedObject: { kind?: string; namespace?: string; name?: string };
  reason?: string;
  message?: string;
  lastTimestamp?: string | null;
  eventTime?: string | null;
}

/** A Gateway, as far as its data plane is concerned. */
export interface LiveGateway {
  metadata: LiveMeta;
  spec?: { listeners?: { name: string; protocol: string; port: number; hostname?: string }[] };
  status?: { addresses?: { value?: string }[] };
}

/** What a cluster tells of the data plane of an environment. */
export interface Facts {
  gateways: readonly LiveGateway[];
  workloads: readonly Workload[];
  services: readonly Service[];
  /** Only where a workload is not available: else there is nothing to explain. */
  pods: readonly Pod[];
  /** Warnings, likewise. */
  events: readonly Event[];
  /** The last lines of containers that crash, by {@link logKey}. */
  logs: ReadonlyMap<string, string>;
  /** What the reader may not read, by {@link listKey}. */
  unread: ReadonlySet<string>;
  /** What shapes proxies, beside the Gateways. */
  parameters?: readonly { metadata: LiveMeta }[];
  /** When this was read, in milliseconds: only where a change of a moment ago matters. */
  now?: number;
}

/** The key of a list of objects: `pods in agentgateway-system`. */
export function listKey(plural: string, namespace: string): string {
  return `${plural} in ${namespace}`;
}

/** What rights call a kind: `pods`. */
export function pluralOf(kind: string): string {
  return `${kind.toLowerCase().replace(/s$/, "")}s`;
}

/** The key of a container's log. */
export function logKey({ metadata }: Pod, container: string): string {
  return `${metadata.namespace}/${metadata.name}/${container}`;
}

/** The newest of some events. */
export function newest(events: readonly Event[]): Event | undefined {
  const time = ({ lastTimestamp, eventTime, metadata }: Event) =>
    Date.parse(lastTimestamp ?? eventTime ?? metadata.creationTimestamp ?? "") || 0;
  return [...events].sort((a, b) => time(b) - time(a))[0];
}

/** When somebody last changed what an object is to be, in milliseconds; the API server counts in seconds. */
export function changedAt({ metadata }: { metadata: LiveMeta }): number {
  const times = (metadata.managedFields ?? []).filter(({ subresource }) => subresource === undefined);
  return Math.max(0, ...times.map(({ time = "" }) => Date.parse(time) || 0));
}

/** The events of an object. */
export function eventsOf(kind: string, { metadata }: { metadata: LiveMeta }, events: readonly Event[]): Event[] {
  return events.filter(
    ({ involvedObject: about }) =>
      about.kind === kind && about.namespace === metadata.namespace && about.name === metadata.name,
  );
}
