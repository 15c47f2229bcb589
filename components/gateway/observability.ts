import { compact, type KubernetesObject, namedList } from "../../kube/object";
import { serviceBackendRef, type ServiceRef } from "../service";
import { agentgatewayPolicy, GATEWAY_API } from "./build";
import type { GatewaySpec } from "./spec";
import type { ObservabilitySpec } from "./telemetry";

/** Name of the policy that makes the proxy tell of its requests. */
export function observabilityName(gateway: string): string {
  return `${gateway}-observability`;
}

/** The policy by which the proxy of the Gateway logs, traces and labels its metrics: none unless asked for. */
export function observability({ name, observability: spec }: GatewaySpec): KubernetesObject[] {
  const { accessLog, tracing, metrics } = spec;
  if (accessLog === undefined && tracing === undefined && metrics === undefined) return [];
  return [
    compact(
      agentgatewayPolicy(observabilityName(name), {
        targetRefs: [{ group: GATEWAY_API, kind: "Gateway", name }],
        frontend: {
          accessLog: accessLog && {
            filter: accessLog.filter,
            attributes: attributes(accessLog.attributes),
            otlp: accessLog.otlp && collector(accessLog.otlp),
          },
          tracing: tracing && {
            ...collector(tracing),
            randomSampling: tracing.randomSampling,
            clientSampling: tracing.clientSampling,
            attributes: attributes(tracing.attributes),
            resources: namedList(tracing.resources, "expression"),
          },
          metrics: metrics && { attributes: { add: namedList(metrics.attributes, "expression") } },
        },
      }),
    ),
  ];
}

function collector({ service, protocol, path }: { service: ServiceRef; protocol: string; path?: string }): object {
  return { backendRef: serviceBackendRef(service), protocol, path };
}

type Attributes = NonNullable<ObservabilitySpec["accessLog"]>["attributes"];

function attributes(spec: Attributes): object | undefined {
  return spec && { add: namedList(spec.add, "expression"), remove: spec.remove };
}
