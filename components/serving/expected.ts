import type { Environment } from "../../config/schema";
import { isPlainObject } from "../../core/merge";
import { groupOf } from "../../kube/apiGroup";
import { reports } from "../../kube/conditions";
import type { KubernetesObject } from "../../kube/object";
import { AGENTGATEWAY_API, GATEWAY_API, GATEWAY_CLASS } from "../gateway/build";
import { WORKLOAD_KINDS, type WorkloadKind } from "./facts";

/** What must serve on a cluster for an environment to work. */
export interface Expected {
  /** Namespace of the environment. */
  namespace: string;
  gateways: readonly {
    name: string;
    /** Its proxy is described with no replicas. */
    paused: boolean;
  }[];
  workloads: readonly {
    kind: WorkloadKind;
    name: string;
    /** Replicas, where they are described. */
    replicas?: number;
  }[];
  /** The controller is this environment's. Else it may be in a place that nobody has described. */
  ownController: boolean;
  /** Kinds of Gateway API that only manifests written by hand have, and that report whether they work. Default: none. */
  written?: readonly Pick<KubernetesObject, "apiVersion" | "kind">[];
}

/** What every environment has, and is looked at anyhow. */
const ALWAYS = ["Gateway", "HTTPRoute"];

/** What an environment's objects promise: its Gateways, and the workloads of MCP servers, agents and handwritten files. */
export function expectedOf(
  { namespace, cluster }: Pick<Environment, "namespace" | "cluster">,
  objects: readonly KubernetesObject[],
): Expected {
  const ofKind = (group: string, kind: string) =>
    objects.filter((object) => groupOf(object) === group && object.kind === kind);
  const paused = ofKind(AGENTGATEWAY_API, "AgentgatewayParameters").filter(
    (object) => at(object, "spec", "deployment", "spec", "replicas") === 0,
  );
  return {
    namespace,
    gateways: ofKind(GATEWAY_API, "Gateway")
      .filter((gateway) => at(gateway, "spec", "gatewayClassName") === GATEWAY_CLASS)
      .map((gateway) => {
        const parameters = at(gateway, "spec", "infrastructure", "parametersRef", "name");
        return { name: gateway.metadata.name, paused: paused.some(({ metadata }) => metadata.name === parameters) };
      }),
    workloads: WORKLOAD_KINDS.flatMap((kind) =>
      ofKind("apps", kind).map((object) => {
        const replicas = at(object, "spec", "replicas");
        return { kind, name: object.metadata.name, ...(typeof replicas === "number" && { replicas }) };
      }),
    ),
    ownController: cluster.controlPlane === "install",
    written: writtenKinds(objects),
  };
}

function writtenKinds(objects: readonly KubernetesObject[]): Pick<KubernetesObject, "apiVersion" | "kind">[] {
  const written = objects.filter(
    (object) => groupOf(object) === GATEWAY_API && !ALWAYS.includes(object.kind) && reports(GATEWAY_API, object.kind),
  );
  const kinds = new Map(written.map(({ apiVersion, kind }) => [`${apiVersion} ${kind}`, { apiVersion, kind }]));
  return [...kinds.values()];
}

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((within, key) => (isPlainObject(within) ? within[key] : undefined), value);
}
