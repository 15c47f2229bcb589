import { untilDeployed } from "../../../../components/application/wait";
import type { Applications } from "../../../../components/application/client";
import { listKey, type Event, type Facts, type Pod } from "../../../../components/serving/facts";
import { GATEWAY_LABEL } from "../../../../components/serving/gateway";
import { servingParts } from "../../../../components/serving/parts";
import { inNoTime } from "../../../../dev/support/fastClock";
import { messageOf, table } from "../../../../dev/support/messages";

/** What is not as it is in an environment that serves. */
interface Outage {
  /** The proxy is not available; these are the states of its pods. */
  pods?: Pod["status"][];
  /** Why the API server refuses the proxy's pods. */
  refused?: string;
  /** Warnings about a pod or the Service. */
  events?: Record<string, Pick<Event, "reason" | "message">>;
  replicas?: number;
  proxy?: "missing";
  balancer?: "pending";
  /** What may not be read. */
  unread?: string[];
}

const NAME = "agentgateway-proxy";
const NAMESPACE = "agentgateway-dev";
const metadata = { namespace: NAMESPACE, name: NAME, labels: { [GATEWAY_LABEL]: NAME } };
const POD = `${NAME}-5d9-x7k2p`;

describe("messages about what serves", () => {
  table<Outage>("serving", (outage) => {
    const expected = {
      namespace: NAMESPACE,
      gateways: [{ name: NAME, paused: false }],
      workloads: [],
      ownController: false,
    };
    const deployed = { sync: { status: "Synced" }, health: { status: "Healthy" } };
    const applications: Pick<Applications, "read" | "refresh"> = {
      read: (name) => Promise.resolve({ metadata: { name }, status: deployed }),
      refresh: () => Promise.resolve(),
    };
    const deployment = {
      applications: applications as Applications,
      names: ["agentgateway-infra-root"],
      serving: () => Promise.resolve(servingParts(expected, factsOf(outage))),
    };
    return inNoTime(() => messageOf(() => untilDeployed(deployment, { timeoutSeconds: 600, log: () => undefined })));
  });
});

function factsOf({ pods, refused, events = {}, replicas = 1, proxy, balancer, unread = [] }: Outage): Facts {
  const available = pods === undefined && refused === undefined ? replicas : 0;
  const conditions = refused
    ? [{ type: "ReplicaFailure", status: "True", reason: "FailedCreate", message: refused }]
    : [];
  const ingress = balancer === "pending" ? [] : [{ ip: "203.0.113.7" }];
  return {
    gateways: [{ metadata, status: { addresses: ingress.map(({ ip }) => ({ value: ip })) } }],
    workloads:
      proxy === "missing"
        ? []
        : [
            {
              kind: "Deployment",
              metadata,
              spec: { replicas, selector: { matchLabels: metadata.labels } },
              status: { replicas, updatedReplicas: replicas, availableReplicas: available, conditions },
            },
          ],
    services: [{ metadata, spec: { type: "LoadBalancer" }, status: { loadBalancer: { ingress } } }],
    pods: (pods ?? []).map((status) => ({
      metadata: { ...metadata, name: POD },
      status: { phase: "Pending", ...status },
    })),
    events: Object.entries(events).map(([kind, event]) => ({
      metadata: { name: "e" },
      involvedObject: { kind, namespace: NAMESPACE, name: kind === "Pod" ? POD : NAME },
      ...event,
    })),
    logs: new Map(),
    unread: new Set(unread.map((plural) => listKey(plural, NAMESPACE))),
  };
}
