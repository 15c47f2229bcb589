import { CONTROLLER_NAMESPACE } from "../../components/controller/namespace";
import { OWNER } from "../../components/cluster/owner";
import { GATEWAY_API, GATEWAY_CLASS } from "../../components/gateway/build";
import { UserError, type ValidationError } from "../../core/errors";
import { isPlainObject } from "../../core/merge";
import type { Cluster } from "../../kube/cluster";
import type { LiveObject } from "../../kube/live";
import { ifForbidden } from "../../kube/request";

/** Annotation of the controller's namespace by which somebody says that another stack will install the control plane. */
export const HANDED_OVER = "agentgateway-infra/control-plane";
const YES = "handed-over";

/** A namespace with Gateways that need a control plane. */
export interface Dependent {
  namespace: string;
  gateways: readonly string[];
  /** The stack that has made the namespace, where one has. */
  stack?: string;
}

/**
 * Checks that no Gateway outside of an environment's own namespace needs the control plane of its cluster.
 *
 * @param own the namespace of the environment that brings the control plane
 * @throws UserError that names each namespace with such a Gateway
 */
export async function assertUnused(cluster: Cluster, own: string): Promise<void> {
  const kind = { apiVersion: `${GATEWAY_API}/v1`, kind: "Gateway" };
  const gateways = await cluster.listEverywhere(kind).catch(ifForbidden<LiveObject[]>([]));
  const theirs = gateways.filter((gateway) => isServed(gateway) && gateway.metadata.namespace !== own);
  if (theirs.length === 0) return;
  const namespaces = [...Map.groupBy(theirs, ({ metadata }) => metadata.namespace ?? "")];
  const read = (name: string) =>
    cluster.read({ apiVersion: "v1", kind: "Namespace", name }).catch(ifForbidden(undefined));
  const [home, ...owners] = await Promise.all([read(CONTROLLER_NAMESPACE), ...namespaces.map(([name]) => read(name))]);
  if (home?.metadata.annotations?.[HANDED_OVER] === YES) return;
  const dependents = namespaces.map(([namespace, list], index): Dependent => {
    const stack = owners[index]?.metadata.annotations?.[OWNER];
    return { namespace, gateways: list.map(({ metadata }) => metadata.name), ...(stack !== undefined && { stack }) };
  });
  throw controlPlaneInUse(dependents);
}

function isServed({ spec }: LiveObject): boolean {
  return isPlainObject(spec) && spec.gatewayClassName === GATEWAY_CLASS;
}

/** The error of a control plane that others need. */
export function controlPlaneInUse(dependents: readonly Dependent[]): UserError {
  const errors = dependents.map(({ namespace, gateways, stack }): ValidationError => {
    const [are, whose] = gateways.length === 1 ? ["Gateway", "which needs"] : ["Gateways", "which need"];
    const names = gateways.join(", ");
    return {
      path: `Namespace ${namespace}`,
      problem: `has the ${are} ${names}, ${whose} it${stack === undefined ? "" : ` and is of the stack ${stack}`}`,
      remedy:
        stack === undefined
          ? `Delete what is there first: kubectl delete gateway -n ${namespace} ${gateways.join(" ")}.`
          : `Destroy that environment first: pulumi destroy --stack ${stack.split("/").at(-1)}.`,
    };
  });
  const handOver = {
    path: "cluster.controlPlane",
    problem:
      "can be handed over to another stack; until that has installed it, these Gateways serve and nobody changes them",
    remedy:
      `kubectl annotate namespace ${CONTROLLER_NAMESPACE} ${HANDED_OVER}=${YES}, then try again. After that, set ` +
      "cluster.controlPlane: install in one of the others: docs/environments.md.",
  };
  return new UserError(
    "Nothing was deleted, since others on the cluster need the control plane that this stack has installed:",
    [...errors, handOver],
  );
}
