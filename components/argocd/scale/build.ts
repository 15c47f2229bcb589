import type { Resources, ScaleSpec } from "./spec";

type Limits = Pick<ScaleSpec["controller"], "statusProcessors" | "operationProcessors" | "clientQps" | "clientBurst">;
type Sized = "controller" | "repoServer" | "server" | "redis";
interface Scale extends Record<Sized, { cpu: string; memory: string }> {
  limits: Limits;
}

/** What a scale means where nothing else is said: up from what Argo CD's documentation advises and benchmarks have shown. */
const scales: Record<ScaleSpec["scale"], Scale> = {
  small: {
    limits: {},
    controller: { cpu: "250m", memory: "512Mi" },
    repoServer: { cpu: "100m", memory: "256Mi" },
    server: { cpu: "50m", memory: "128Mi" },
    redis: { cpu: "50m", memory: "64Mi" },
  },
  medium: {
    limits: { statusProcessors: 50, operationProcessors: 25, clientQps: 100, clientBurst: 200 },
    controller: { cpu: "1", memory: "2Gi" },
    repoServer: { cpu: "500m", memory: "512Mi" },
    server: { cpu: "100m", memory: "256Mi" },
    redis: { cpu: "100m", memory: "256Mi" },
  },
  large: {
    limits: { statusProcessors: 100, operationProcessors: 50, clientQps: 150, clientBurst: 300 },
    controller: { cpu: "2", memory: "4Gi" },
    repoServer: { cpu: "1", memory: "1Gi" },
    server: { cpu: "250m", memory: "512Mi" },
    redis: { cpu: "250m", memory: "1Gi" },
  },
};

/** How much is done at once, for `argocd-cmd-params-cm`. */
export function limits({ scale, controller, repoServer, server }: ScaleSpec): Record<string, string | undefined> {
  const { limits: defaults } = scales[scale];
  return texts({
    "controller.status.processors": controller.statusProcessors ?? defaults.statusProcessors,
    "controller.operation.processors": controller.operationProcessors ?? defaults.operationProcessors,
    "controller.kubectl.parallelism.limit": controller.kubectlParallelism,
    "controller.k8s.client.qps": controller.clientQps ?? defaults.clientQps,
    "controller.k8s.client.burst": controller.clientBurst ?? defaults.clientBurst,
    "controller.sharding.algorithm": controller.sharding,
    "reposerver.parallelism.limit": repoServer.parallelism,
    "server.insecure": server.insecure || undefined,
  });
}

/** What is changed in a workload of the release. */
export interface WorkloadChange {
  replicas?: number;
  /** Environment variable that gives its container the number of replicas. */
  replicasVariable?: string;
  /** Environment variables of its own container. */
  env?: Record<string, string>;
  /** Resources of its own container, the one that is named as it is, or of each that is named here. */
  resources?: Resources;
  containers?: readonly string[];
}

/** The workloads that are changed, by their names. Those of Redis differ between single and highly available. */
export function workloadChanges(
  spec: ScaleSpec & { highAvailability: boolean; applicationSets: boolean; notifications?: object | undefined },
): Record<string, WorkloadChange> {
  const { scale, controller, repoServer, server } = spec;
  const resources = (of: Sized): Resources => spec[of].resources ?? { requests: scales[scale][of] };
  return {
    "argocd-application-controller": {
      replicas: controller.shards,
      replicasVariable: "ARGOCD_CONTROLLER_REPLICAS",
      resources: resources("controller"),
    },
    "argocd-repo-server": { replicas: repoServer.replicas, resources: resources("repoServer"), env: repoServer.env },
    "argocd-server": {
      replicas: server.replicas,
      replicasVariable: "ARGOCD_API_SERVER_REPLICAS",
      resources: resources("server"),
    },
    ...(spec.highAvailability
      ? { "argocd-redis-ha-server": { resources: resources("redis"), containers: ["redis"] } }
      : { "argocd-redis": { resources: resources("redis"), containers: ["redis"] } }),
    // It only makes Applications, so what it takes depends little on how many there are.
    ...(spec.applicationSets && {
      "argocd-applicationset-controller": { resources: { requests: { cpu: "50m", memory: "128Mi" } } },
    }),
    ...(spec.notifications && {
      "argocd-notifications-controller": { resources: { requests: { cpu: "50m", memory: "128Mi" } } },
    }),
  };
}

function texts(values: Record<string, number | string | boolean | undefined>): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, value === undefined ? undefined : String(value)]),
  );
}
