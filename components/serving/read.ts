import { ApiError, type ClusterReader } from "../../kube/reach";
import { CONTROLLER_NAMESPACE } from "../application/children";
import type { Expected } from "./expected";
import {
  listKey,
  logKey,
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
const EVENTS = 500;
/** Containers whose last lines are read. */
const LOGS = 5;
const LINES = 5;

type LiveParameters = Pick<LiveGateway, "metadata">;

/** Whether what an environment promises serves, as its cluster tells it now. */
export async function lookAtServing(cluster: ClusterReader, expected: Expected): Promise<Part[]> {
  return servingParts(expected, await readServing(cluster, expected));
}

/** The same right after something was changed: a proxy that may not have followed yet does not serve yet. */
export async function lookAfterChange(cluster: ClusterReader, expected: Expected): Promise<Part[]> {
  return servingParts(expected, { ...(await readServing(cluster, expected)), now: Date.now() });
}

/**
 * Reads what tells whether an environment serves. Pods, events and logs only where something does not.
 *
 * @throws what the network says; but not where it may not read something, which the facts say
 */
export async function readServing(cluster: ClusterReader, expected: Expected): Promise<Facts> {
  const lists = new Lists(cluster);
  const namespaces = [...new Set([expected.namespace, CONTROLLER_NAMESPACE])];
  const [gateways, parameters, services, ...workloads] = await Promise.all([
    lists.of<LiveGateway>("/apis/gateway.networking.k8s.io/v1", "gateways", expected.namespace),
    lists.of<LiveParameters>("/apis/agentgateway.dev/v1alpha1", "agentgatewayparameters", expected.namespace),
    lists.of<Service>("/api/v1", "services", expected.namespace),
    ...namespaces.flatMap((namespace) =>
      WORKLOAD_KINDS.map(async (kind): Promise<Workload[]> => {
        const items = await lists.of<Omit<Workload, "kind">>("/apis/apps/v1", `${kind.toLowerCase()}s`, namespace);
        return items.map((item) => ({ ...item, kind }));
      }),
    ),
  ]);
  const basic = { gateways, parameters, services, workloads: workloads.flat(), unread: lists.unread };
  const facts = { ...basic, pods: [], events: [], logs: new Map<string, string>() };
  const open = servingParts(expected, facts).filter(({ ok }) => !ok);
  const failing = [...new Set(open.map(({ namespace }) => namespace))];
  if (failing.length === 0) return facts;
  const [pods, events] = await Promise.all([
    Promise.all(failing.map((namespace) => lists.of<Pod>("/api/v1", "pods", namespace))),
    Promise.all(
      failing.map((namespace) =>
        lists.of<Event>("/api/v1", "events", namespace, `?fieldSelector=type%3DWarning&limit=${EVENTS}`),
      ),
    ),
  ]);
  const crashed = pods.flat().filter((pod) => basic.workloads.some((workload) => isPodOf(workload, pod)));
  return { ...basic, pods: pods.flat(), events: events.flat(), logs: await lists.logsOf(crashed) };
}

/** Lists of a cluster. Those that may not be read are empty, and noted. */
class Lists {
  readonly unread = new Set<string>();

  constructor(private readonly cluster: ClusterReader) {}

  /** The objects of a kind in a namespace; none where the kind is not there. */
  async of<T>(version: string, plural: string, namespace: string, query = ""): Promise<T[]> {
    const path = `${version}/namespaces/${namespace}/${plural}${query}`;
    const list = await this.#allowed(listKey(plural, namespace), () => this.cluster.read<{ items?: T[] }>(path));
    return list?.items ?? [];
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
        const query = new URLSearchParams({
          container: container.name,
          tailLines: String(LINES),
          previous: String(previous),
        });
        const path = `/api/v1/namespaces/${namespace}/pods/${name}/log?${query.toString()}`;
        const text = await this.#allowed(listKey("pods/log", namespace), () => this.cluster.text(path)).catch(
          () => undefined,
        );
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
