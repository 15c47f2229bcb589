import type { SecretReader, SecretSpec } from "../credentials";
import { compact, type KubernetesObject, namedList, sortedEntries } from "../../kube/object";
import { podPart, podSecurityContext } from "../pods/build";
import { overlayed } from "./overlay";
import type { GatewaySpec } from "./spec";

export const GATEWAY_API = "gateway.networking.k8s.io";
export const AGENTGATEWAY_API = "agentgateway.dev";
/** The GatewayClass that the agentgateway controller makes, and serves. */
export const GATEWAY_CLASS = "agentgateway";

/** A policy of Agent Gateway. */
export function agentgatewayPolicy(name: string, spec: object): KubernetesObject {
  return { apiVersion: `${AGENTGATEWAY_API}/v1alpha1`, kind: "AgentgatewayPolicy", metadata: { name }, spec };
}

type Listener = GatewaySpec["listeners"][string];

/**
 * The Gateway of an environment. Defaults of list items are written out, or Argo CD would report them as drift.
 *
 * @param labels what the controller makes for it has them. Default: none
 */
export function gateway(spec: GatewaySpec, labels: Record<string, string> = {}): KubernetesObject {
  return compact({
    apiVersion: `${GATEWAY_API}/v1`,
    kind: "Gateway",
    metadata: { name: spec.name },
    spec: {
      gatewayClassName: GATEWAY_CLASS,
      infrastructure: {
        labels: Object.keys(labels).length > 0 ? labels : undefined,
        parametersRef: { group: AGENTGATEWAY_API, kind: "AgentgatewayParameters", name: spec.parameters },
      },
      listeners: sortedEntries(spec.listeners).map(([name, listener]) => ({
        name,
        port: listener.port,
        protocol: listener.protocol,
        hostname: listener.hostname,
        tls: terminate(spec.name, name, listener),
        allowedRoutes: { namespaces: { from: "Same" } },
      })),
    },
  });
}

function terminate(gateway: string, name: string, { tls }: Listener): object | undefined {
  if (tls === undefined) return undefined;
  const secret = tls.existingSecret ?? tlsSecretName(gateway, name);
  return { mode: "Terminate", certificateRefs: [{ group: "", kind: "Secret", name: secret }] };
}

/** The keys of a Secret of the type `kubernetes.io/tls`. */
const CERTIFICATE = "tls.crt";
const PRIVATE_KEY = "tls.key";

/** How the gateway reads the certificate of a listener. */
export const certificateReader: SecretReader = {
  references: ["certificateRefs[]"],
  keys: [CERTIFICATE, PRIVATE_KEY],
};

function tlsSecretName(gateway: string, listener: string): string {
  return `${gateway}-${listener}-tls`;
}

/** The Secrets with the certificates that come from encrypted configuration, by listener. */
export function tlsSecrets(spec: GatewaySpec): [listener: string, secret: SecretSpec][] {
  return sortedEntries(spec.listeners).flatMap(([name, { tls }]) => {
    if (tls === undefined || tls.existingSecret !== undefined) return [];
    const path = `gateway.listeners.${name}.tls`;
    const secret: SecretSpec = {
      name: tlsSecretName(spec.name, name),
      type: "kubernetes.io/tls",
      entries: [
        { path: `${path}.certificate`, key: CERTIFICATE, value: tls.certificate, required: true },
        { path: `${path}.key`, key: PRIVATE_KEY, value: tls.key, required: true },
      ],
    };
    return [[name, secret]];
  });
}

/** What shapes the proxy that the controller makes for the Gateway. Parts without a field of their own are overlays. */
export function parameters(spec: GatewaySpec): KubernetesObject {
  return compact({
    apiVersion: `${AGENTGATEWAY_API}/v1alpha1`,
    kind: "AgentgatewayParameters",
    metadata: { name: spec.parameters },
    spec: {
      logging: spec.logging,
      image: spec.image,
      resources: spec.resources,
      shutdown: spec.shutdown,
      env: namedList(spec.env, "value"),
      workload: spec.workload,
      ...overlayed(spec, deployment(spec)),
      serviceAccount: spec.pods.serviceAccount && { metadata: { annotations: spec.pods.serviceAccount.annotations } },
      service: service(spec),
      horizontalPodAutoscaler: autoscaler(spec),
      podDisruptionBudget: spec.disruptionBudget && { spec: spec.disruptionBudget },
      istio: spec.istio,
      modelCatalog: spec.modelCatalog,
      rawConfig: spec.rawConfig,
    },
  });
}

function deployment({ name, replicas, topologySpread, pods }: GatewaySpec): Parameters<typeof overlayed>[1] {
  // The controller labels the proxy's pods by the Gateway's name; without the selector all pods would be counted.
  const labelSelector = { matchLabels: { [`${GATEWAY_API}/gateway-name`]: name } };
  const topologySpreadConstraints = topologySpread.map((spread) => ({ ...spread, labelSelector }));
  const placed = podPart(pods);
  const spec = {
    ...placed.spec,
    securityContext: podSecurityContext(pods.securityContext),
    ...(topologySpread.length > 0 && { topologySpreadConstraints }),
  };
  return { spec: { replicas, template: { ...placed, spec } } };
}

function service({ service }: GatewaySpec): object | undefined {
  if (service?.type === undefined && service?.annotations === undefined) return undefined;
  return {
    metadata: service.annotations && { annotations: service.annotations },
    spec: service.type && { type: service.type },
  };
}

function autoscaler({ autoscaling }: GatewaySpec): object | undefined {
  if (autoscaling === undefined) return undefined;
  const { min, max, cpu } = autoscaling;
  const target = { type: "Utilization", averageUtilization: cpu };
  return {
    spec: {
      minReplicas: min,
      maxReplicas: max,
      metrics: [{ type: "Resource", resource: { name: "cpu", target } }],
    },
  };
}
