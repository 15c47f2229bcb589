import * as kx from "@pulumi/kubernetesx";
import type * as pulumi from "@pulumi/pulumi";
import { compact, sortedEntries, type KubernetesObject } from "./kubernetes";

/** A workload with one container behind a Service of the same name. */
export interface WorkloadSpec {
  image: string;
  /** Port on which the container listens. */
  containerPort: number;
  /** Port of the Service. */
  servicePort: number;
  /** Replicas. Default 1. */
  replicas?: number;
  /** Protocol hint on the Service port, such as `agentgateway.dev/a2a`. */
  appProtocol?: string;
  env?: Record<string, string>;
}

/**
 * Deployment and Service of a workload. The pod comes from kubernetesx' PodBuilder, whose result is a resolved Output:
 * waiting for it needs no engine, which is why this one builder is asynchronous.
 */
export async function workload(name: string, spec: WorkloadSpec): Promise<KubernetesObject[]> {
  const pod = new kx.PodBuilder({
    // No workload here talks to the API server: without a token a broken-into server has nothing to talk with.
    automountServiceAccountToken: false,
    securityContext: { seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name,
        image: spec.image,
        ports: [{ name: "http", containerPort: spec.containerPort, protocol: "TCP" }],
        env: sortedEntries(spec.env ?? {}).map(([key, value]) => ({ name: key, value })),
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
      },
    ],
  });
  const deployment = await resolved(pod.asDeploymentSpec({ replicas: spec.replicas ?? 1 }));
  return [
    compact({ apiVersion: "apps/v1", kind: "Deployment", metadata: { name, labels: { app: name } }, spec: deployment }),
    compact({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, labels: { app: name } },
      spec: {
        selector: { app: name },
        ports: [
          {
            name: "http",
            port: spec.servicePort,
            targetPort: spec.containerPort,
            protocol: "TCP",
            appProtocol: spec.appProtocol,
          },
        ],
      },
    }),
  ];
}

function resolved<T>(output: pulumi.Output<T>): Promise<T> {
  // Never rejects: the pod is made of plain values, so there is nothing to wait for that could fail.
  return new Promise((resolve) => void output.apply(resolve as (value: unknown) => void));
}
