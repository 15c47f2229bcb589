import { CONTROLLER_NAMESPACE } from "../controller/namespace";
import { showRef } from "../../kube/ref";
import type { Health } from "../../kube/waiting";
import type { Expected } from "./expected";
import { listKey, pluralOf, type Facts, type Workload } from "./facts";
import { gatewayState } from "./gateway";
import type { Problem } from "./pods";
import { workloadState } from "./workload";

/** A Gateway or a workload of an environment, and whether it serves. */
export interface Part {
  kind: string;
  namespace: string;
  name: string;
  /** It serves, or it can't be told for want of rights, which {@link detail} says. */
  ok: boolean;
  /** It is not there. */
  missing: boolean;
  /** Something is in the way that time alone will not change. */
  broken: boolean;
  /** The state in a line: where it does not serve, with every reason that is known. */
  detail: string;
  /** Of a Gateway: where it serves. */
  addresses?: readonly string[];
}

/** Label by which the chart marks the Deployment of the controller. */
const CONTROLLER_LABEL = "agentgateway";

/** Whether what an environment promises serves: its Gateways, its workloads, and the controller. */
export function servingParts(expected: Expected, facts: Facts): Part[] {
  return [
    ...expected.gateways.map(({ name, paused }) => gatewayPart(expected.namespace, name, paused, facts)),
    ...expected.workloads.map((workload) => workloadPart(expected.namespace, workload, facts)),
    ...controllerParts(expected, facts),
  ];
}

/** A part as something that is waited for. */
export function healthOfPart({ ok, broken, detail, ...ref }: Part): Health {
  return { name: showRef(ref), deployed: ok, broken, state: detail };
}

function gatewayPart(namespace: string, name: string, paused: boolean, facts: Facts): Part {
  const ref = { kind: "Gateway", namespace, name };
  const gateway = facts.gateways.find(({ metadata }) => metadata.namespace === namespace && metadata.name === name);
  if (gateway === undefined) return absent(ref, "gateways", facts);
  const { problems, unknown, addresses } = gatewayState(gateway, facts, paused);
  if (problems.length > 0) return { ...failed(ref, problems, facts), addresses };
  const detail = unknown.length > 0 ? `not known: ${unknown.join("; ")}` : `serves at ${addresses.join(", ")}`;
  return { ...ref, ...WELL, detail: paused ? "has no replicas, as described" : detail, addresses };
}

function workloadPart(namespace: string, { kind, name, replicas }: Expected["workloads"][number], facts: Facts): Part {
  const ref = { kind, namespace, name };
  const live = facts.workloads.find(
    ({ metadata, ...rest }) => rest.kind === kind && metadata.namespace === namespace && metadata.name === name,
  );
  if (live === undefined) return absent(ref, pluralOf(kind), facts);
  const { desired } = workloadState(live, facts);
  if (kind !== "DaemonSet" && desired === 0 && (replicas ?? 0) > 0) {
    return failed(ref, [{ text: `is scaled to 0 replicas, described are ${replicas}`, lasting: false }], facts);
  }
  return stateOf(ref, live, facts);
}

function controllerParts({ ownController }: Expected, facts: Facts): Part[] {
  const controllers = facts.workloads.filter(
    ({ kind, metadata }) =>
      kind === "Deployment" &&
      metadata.namespace === CONTROLLER_NAMESPACE &&
      metadata.labels?.[CONTROLLER_LABEL] === CONTROLLER_LABEL,
  );
  const ref = { kind: "Deployment", namespace: CONTROLLER_NAMESPACE };
  if (controllers.length === 0 && ownController)
    return [absent({ ...ref, name: "agentgateway" }, "deployments", facts)];
  return controllers.map((live) => {
    const part = stateOf({ ...ref, name: live.metadata.name }, live, facts);
    const idle = live.spec?.replicas === 0 && part.ok;
    return idle
      ? failed(part, [{ text: "is scaled to 0 replicas: nobody configures the gateways", lasting: false }], facts)
      : part;
  });
}

const WELL = { ok: true, missing: false, broken: false };

type Ref = Pick<Part, "kind" | "namespace" | "name">;

function stateOf(ref: Ref, live: Workload, facts: Facts): Part {
  const { desired, available, problems } = workloadState(live, facts);
  if (problems.length > 0) return failed(ref, problems, facts);
  return {
    ...ref,
    ...WELL,
    detail: desired === 0 ? "is scaled to 0 replicas" : `${available} of ${desired} available`,
  };
}

function failed({ kind, namespace, name }: Ref, problems: readonly Problem[], { unread }: Facts): Part {
  const reasons = problems.map(({ text }) => text);
  const hidden = ["pods", "events", "pods/log"].filter((plural) => unread.has(listKey(plural, namespace)));
  if (hidden.length > 0) reasons.push(`there may be more to tell: may not read ${hidden.join(", ")} in ${namespace}`);
  const broken = problems.some(({ lasting }) => lasting);
  return { kind, namespace, name, ok: false, missing: false, broken, detail: reasons.join("; ") };
}

function absent(ref: Ref, plural: string, { unread }: Facts): Part {
  return unread.has(listKey(plural, ref.namespace))
    ? { ...ref, ...WELL, detail: `not known: may not list ${plural} in ${ref.namespace}` }
    : { ...ref, ok: false, missing: true, broken: false, detail: "is not there" };
}
