import type { Cluster } from "../../kube/cluster";
import { ApiError } from "../../kube/request";
import { CONTROLLER_NAMESPACE } from "../controller/namespace";
import { AGENTGATEWAY_API, GATEWAY_API } from "../gateway/build";
import type { Expected } from "./expected";
import {
  listKey,
  logKey,
  pluralOf,
  WORKLOAD_KINDS,
  type Event,
  type Facts,
  type LiveGateway,
  type Pod,
  type Service,
  type Workload,
} from "./facts";
import { servingParts, type Part } from "./parts";
import { crashes } from "./pods";
import { isPodOf } from "./workload";

/** Warnings that are read of a namespace: in a busy one there are thousands. */
const WARNINGS = { fieldSelector: "type=Warning", limit: "500" };
/** Containers whose last lines are read. */
const LOGS = 5;
const LINES = 5;

/** Whether what an environment promises serves, as its cluster reports it now. */
export async function readParts(cluster: Cluster, expected: Expected): Promise<Part[]> {
  return servingParts(expected, await readServing(cluster, expected));
}

/** The same right after something was changed: a proxy that may not have followed yet does not serve yet. */
export async function readAfterChange(cluster: Cluster, expected: Expected): Promise<Part[]> {
  return servingParts(expected, { ...(await readServing(cluster, expected)), now: new Date().getTime() });
}

/**
 * Reads what shows whether an environment serves. Pods, events and logs only where something does not.
 *
 * @throws what the network says; but not where it may not read something, which the facts say
 */
export async function readServing(cluster: Cluster, expected: Expected): Promise<Facts> {
  const lists = new Lists(cluster);
  const { namespace } = expected;
  const namespaces = [...new Set([namespace, CONTROLLER_NAMESPACE])];
  const [gateways, parameters, services, ...workloads] = await Promise.all([
    lists.of<LiveGateway>(`${GATEWAY_API}/v1`, "Gateway", namespace),
    lists.of<Pick<LiveGateway, "metadata">>(`${AGENTGATEWAY_API}/v1alpha1`, "AgentgatewayParameters", namespace),
    lists.of<Service>("v1", "Service", namespace),
    ...namespaces.flatMap((each) => WORKLOAD_KINDS.map((kind) => lists.of<Workload>("apps/v1", kind, each))),
  ]);
  const basic = { gateways, parameters, services, workloads: workloads.flat(), unread: lists.unread };
  const facts: Facts = { ...basic, pods: [], events: [], logs: new Map() };
  const open = servingParts(expected, facts).filter(({ ok }) => !ok);
  const failing = [...new Set(open.map((part) => part.namespace))];
  if (failing.length === 0) return facts;
  const [pods, events] = await Promise.all([
    Promise.all(failing.map((each) => lists.of<Pod>("v1", "Pod", each))),
    Promise.all(failing.map((each) => lists.of<Event>("v1", "Event", each, WARNINGS))),
  ]);
  const ours = pods.flat().filter((pod) => basic.workloads.some((workload) => isPodOf(workload, pod)));
  return { ...basic, pods: pods.flat(), events: events.flat(), logs: await lists.logsOf(ours) };
}

/** Lists of a cluster. Those that may not be read are empty, and noted. */
class Lists {
  readonly unread = new Set<string>();

  constructor(private readonly cluster: Cluster) {}

  /** The objects of a kind in a namespace; none where the kind is not there. */
  async of<T extends object>(
    apiVersion: string,
    kind: string,
    namespace: string,
    query: Record<string, string> = {},
  ): Promise<T[]> {
    const key = listKey(pluralOf(kind), namespace);
    return (await this.#allowed(key, () => this.cluster.select<T>({ apiVersion, kind, namespace }, query))) ?? [];
  }

  /** The last lines of the containers that crash. A kubelet that does not answer is no reason to fail. */
  async logsOf(pods: readonly Pod[]): Promise<Map<string, string>> {
    const containers = pods.flatMap((pod) => {
      const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
      return [...initContainerStatuses, ...containerStatuses].filter(crashes).map((container) => ({ pod, container }));
    });
    const logs = await Promise.all(
      containers.slice(0, LOGS).map(async ({ pod, container }): Promise<[string, string][]> => {
        const { namespace = "", name } = pod.metadata;
        // While a container runs again, its own log is not that of the crash.
        const previous = container.state?.terminated === undefined && (container.restartCount ?? 0) > 0;
        const read = () => this.cluster.log({ namespace, name }, container.name, LINES, previous);
        const text = await this.#allowed(listKey("pods/log", namespace), read).catch(() => undefined);
        return text === undefined ? [] : [[logKey(pod, container.name), text]];
      }),
    );
    return new Map(logs.flat());
  }

  async #allowed<T>(key: string, read: () => Promise<T>): Promise<T | undefined> {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 403) throw error;
      this.unread.add(key);
      return undefined;
    }
  }
}
