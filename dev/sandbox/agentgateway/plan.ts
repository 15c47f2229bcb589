import type { ClusterName, Layout } from "../state/layout";
import type { Ports } from "../state/ports";
import { TIERS, type ProcessSpec } from "../supervise/spec";

/** Namespace of the controller's Helm release. */
const NAMESPACE = "agentgateway-system";

/** The agentgateway controller of one cluster; it starts when Argo CD has delivered its CRDs and its namespace. */
export function controllerPlan(
  layout: Layout,
  ports: Ports,
  cluster: ClusterName,
  controller: string,
  base: Record<string, string>,
): ProcessSpec {
  const port = (purpose: string) => ports[`${cluster}/agentgateway ${purpose}`]!;
  return {
    name: `${cluster}/agentgateway-controller`,
    command: controller,
    args: [],
    env: {
      ...base,
      KUBECONFIG: layout.cluster(cluster).kubeconfigOf("admin"),
      POD_NAMESPACE: NAMESPACE,
      CLUSTER_DOMAIN: "cluster.local",
      AGW_DISABLE_LEADER_ELECTION: "true",
      AGW_XDS_MODE: "plaintext",
      AGW_XDS_AUTH: "false",
      AGENTGATEWAY_XDS_PORT: String(port("xds")),
      AGENTGATEWAY_HEALTH_PORT: String(port("health")),
      AGENTGATEWAY_METRICS_PORT: String(port("metrics")),
      AGENTGATEWAY_ADMIN_PORT: String(port("admin")),
    },
    tier: TIERS.application,
    ports: { xds: port("xds"), health: port("health"), metrics: port("metrics"), admin: port("admin") },
    startCondition: {
      label: `the agentgateway CRDs and namespace ${NAMESPACE} in ${cluster}, which Argo CD delivers`,
      cluster,
      paths: [
        `/api/v1/namespaces/${NAMESPACE}`,
        "/apis/agentgateway.dev/v1alpha1/agentgatewaybackends?limit=1",
        "/apis/agentgateway.dev/v1alpha1/agentgatewaypolicies?limit=1",
        "/apis/gateway.networking.k8s.io/v1/gateways?limit=1",
      ],
      owner: `/api/v1/namespaces/${NAMESPACE}`,
    },
    ready: { kind: "http", port: port("health"), path: "/readyz" },
  };
}
