import { declaredEntry, secretName, type SecretSpec } from "./credentials";
import { compact, sortedEntries, type KubernetesObject } from "../kube/object";
import { onlyFromGateway } from "./networkPolicy";
import { deploymentSpec, type PodSpec } from "./podBuilder";
import { podPart, podSecurityContext } from "./pods/build";
import type { Probe, WorkloadSpec } from "./workloadSpec";

/** How a workload is reached. */
export interface WorkloadPorts {
  /** Port on which the container listens. */
  containerPort: number;
  /** Port of the Service. */
  servicePort: number;
  /** Protocol hint on the Service port, such as `agentgateway.dev/a2a`. */
  appProtocol?: string;
  /** Name of the gateway that serves it. */
  gateway: string;
}

/** Deployment and Service of a workload with one container, its ServiceAccount, and who may connect to it, all of one name. */
export function workload(name: string, spec: WorkloadSpec, ports: WorkloadPorts): KubernetesObject[] {
  const { containerPort, servicePort, appProtocol, gateway } = ports;
  const { serviceAccount } = spec.pods;
  const { metadata, spec: placed } = podPart(spec.pods);
  const pod: PodSpec = {
    ...placed,
    serviceAccountName: serviceAccount && (serviceAccount.name ?? name),
    // No workload here talks to the API server: without a token a broken-into server has nothing to talk with.
    automountServiceAccountToken: false,
    securityContext: podSecurityContext(spec.pods.securityContext),
    containers: [
      {
        name,
        image: spec.image,
        command: spec.command,
        args: spec.args,
        ports: [{ name: "http", containerPort, protocol: "TCP" }],
        env: variables(name, spec),
        resources: spec.resources,
        readinessProbe: spec.probes.readiness && probe(spec.probes.readiness, containerPort),
        livenessProbe: spec.probes.liveness && probe(spec.probes.liveness, containerPort),
        securityContext: {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          runAsNonRoot: spec.runAsNonRoot,
          runAsUser: spec.runAsUser,
        },
      },
    ],
  };
  const deployment = deploymentSpec(pod, spec.replicas);
  const own = deployment.template.metadata;
  const labels = { ...own?.labels, ...metadata?.labels };
  const template = {
    ...deployment.template,
    metadata: { ...own, labels, annotations: metadata?.annotations },
  };
  return [
    ...(serviceAccount && serviceAccount.name === undefined ? [account(name, serviceAccount.annotations)] : []),
    compact({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name, labels: { app: name } },
      spec: { ...deployment, template },
    }),
    compact({
      apiVersion: "v1",
      kind: "Service",
      metadata: { name, labels: { app: name } },
      spec: {
        selector: { app: name },
        ports: [{ name: "http", port: servicePort, targetPort: containerPort, protocol: "TCP", appProtocol }],
      },
    }),
    ...(spec.clients === "gateway" ? [onlyFromGateway(name, containerPort, gateway)] : []),
  ];
}

/** It has an identity in a cloud, and no token for the API server. */
function account(name: string, annotations: Record<string, string> = {}): KubernetesObject {
  return compact({
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: {
      name,
      labels: { app: name },
      // Kustomize drops empty ones.
      annotations: Object.keys(annotations).length > 0 ? annotations : undefined,
    },
    automountServiceAccountToken: false,
  });
}

/**
 * The Secret that Pulumi makes of the secret variables of a workload. None where there are none, or where someone else makes it.
 *
 * @param at path of the workload in the configuration, such as `agents.planner`
 */
export function workloadSecret(
  name: string,
  at: string,
  { secrets, existingSecret }: WorkloadSpec,
): SecretSpec | undefined {
  if (existingSecret !== undefined) return undefined;
  const entries = sortedEntries(secrets).map(([key, value]) => declaredEntry(`${at}.secrets.${key}`, key, value));
  return entries.length > 0 ? { name: secretName(name), entries } : undefined;
}

function variables(name: string, { env, secrets, existingSecret = secretName(name) }: WorkloadSpec) {
  const plain = sortedEntries(env).map(([key, value]) => ({ name: key, value }));
  const secret = sortedEntries(secrets).map(([key]) => ({
    name: key,
    valueFrom: { secretKeyRef: { name: existingSecret, key } },
  }));
  // Secret ones first: a value may use those before it as $(NAME), so a plain one can be made with a secret.
  return [...secret, ...plain];
}

function probe(spec: Probe, containerPort: number) {
  const { port = containerPort, initialDelaySeconds, periodSeconds, timeoutSeconds, failureThreshold } = spec;
  const question = spec.kind === "http" ? { httpGet: { path: spec.http, port } } : { tcpSocket: { port } };
  return { ...question, initialDelaySeconds, periodSeconds, timeoutSeconds, failureThreshold };
}
