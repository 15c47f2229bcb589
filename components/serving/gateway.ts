import { changedAt, listKey, type Facts, type LiveGateway, type Workload } from "./facts";
import type { Problem } from "./pods";
import { serviceAddresses, serviceProblem } from "./service";
import { workloadState } from "./workload";

/** Label by which the controller marks what it makes for a Gateway. */
export const GATEWAY_LABEL = "gateway.networking.k8s.io/gateway-name";

/** How long the controller may take to make a proxy anew. */
const FOLLOWING_MS = 3000;

/** Whether a Gateway serves. */
export interface GatewayState {
  /** None, where it serves. */
  problems: Problem[];
  /** What can't be told of it, for want of rights. */
  unknown: string[];
  /** Where it serves. */
  addresses: string[];
}

/**
 * A Gateway serves where its proxy is available, its Service has an address, and it reports addresses. What the controller
 * says of listeners and routes is not asked here: it says that before there is a proxy.
 *
 * @param paused it is described without replicas, so that none is no problem
 */
export function gatewayState(gateway: LiveGateway, facts: Facts, paused = false): GatewayState {
  const { namespace = "", name } = gateway.metadata;
  const proxies = facts.workloads.filter((workload) => isOf(gateway, workload));
  const services = facts.services.filter((service) => isOf(gateway, service));
  const addresses = (gateway.status?.addresses ?? []).flatMap(({ value }) => value ?? []);
  const hidden = (plural: string) => facts.unread.has(listKey(plural, namespace));
  const unknown: string[] = [];
  const problems: Problem[] = [];

  for (const proxy of proxies) problems.push(...proxyProblems(proxy, facts, paused));
  if (problems.length === 0 && mayStillFollow(gateway, proxies, facts))
    problems.push({ text: "it was changed a moment ago, which its proxy may not have followed yet", lasting: false });
  if (proxies.length === 0) {
    const lists = ["deployments", "daemonsets"].filter(hidden);
    if (lists.length > 0) unknown.push(`whether its proxy runs (may not list ${lists.join(" and ")} in ${namespace})`);
    else problems.push(none("Deployment or DaemonSet", name, namespace));
  }
  for (const service of services) problems.push(...[serviceProblem(service, facts) ?? []].flat());
  if (services.length === 0) {
    if (hidden("services")) unknown.push(`whether its Service has an address (may not list services in ${namespace})`);
    else problems.push(none("Service", name, namespace));
  }
  const assigned = services.flatMap(serviceAddresses);
  if (addresses.length === 0 && assigned.length > 0) {
    const text = `its Service has the address ${assigned.join(", ")}, which the Gateway does not report: does the controller run?`;
    problems.push({ text, lasting: false });
  }
  return { problems, unknown, addresses };
}

/**
 * The controller tells nowhere whether it has made a proxy as the parameters are now. It does within a moment; until then the
 * proxy of before looks well.
 */
function mayStillFollow(gateway: LiveGateway, proxies: readonly Workload[], { parameters = [], now }: Facts): boolean {
  const changed = Math.max(...[gateway, ...parameters].map(changedAt));
  // Clocks that differ by more are no reason to wait.
  if (now === undefined || Math.abs(now - changed) > FOLLOWING_MS) return false;
  return proxies.some((proxy) => changedAt(proxy) < changed);
}

function proxyProblems(proxy: Workload, facts: Facts, paused: boolean): Problem[] {
  const { desired, problems } = workloadState(proxy, facts);
  const name = `its ${proxy.kind} ${proxy.metadata.name}`;
  if (desired === 0 && problems.length === 0)
    return paused ? [] : [{ text: `${name} is scaled to 0 replicas`, lasting: false }];
  return problems.map(({ text, lasting }, index) => ({ text: index === 0 ? `${name}: ${text}` : text, lasting }));
}

function isOf(gateway: LiveGateway, { metadata }: Pick<Workload, "metadata">): boolean {
  if (metadata.namespace !== gateway.metadata.namespace) return false;
  const { name } = gateway.metadata;
  return (
    metadata.labels?.[GATEWAY_LABEL] === name ||
    (metadata.ownerReferences ?? []).some((owner) => owner.kind === "Gateway" && owner.name === name)
  );
}

function none(what: string, gateway: string, namespace: string): Problem {
  return {
    text: `no ${what} in ${namespace} is labelled ${GATEWAY_LABEL}=${gateway}: the controller makes it, does it run?`,
    lasting: false,
  };
}
