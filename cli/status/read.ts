import { allowedKinds } from "../../components/allowedKinds/kinds";
import { applicationsPath } from "../../components/application/children";
import { rootName } from "../../components/application/root";
import { namespaceOfApplications } from "../../components/argocd/namespace";
import { assessHealth, type Application as AssessedApplication } from "../../components/application/status";
import { activeFreezes } from "../../components/application/freeze/active";
import { freezePath, freezeState } from "../../components/application/freeze/describe";
import { liveFreeze } from "../../components/application/freeze/live";
import type { FreezeWindow } from "../../components/application/freeze/spec";
import type { Expected } from "../../components/serving/expected";
import type { Part } from "../../components/serving/parts";
import { readParts } from "../../components/serving/read";
import type { Cluster } from "../../kube/cluster";
import type { Environment } from "../../config/schema";
import { objectStatus, reports, type ObjectStatus } from "../../kube/conditions";

/** An Application, of which we also want to know what it delivers. */
export type Application = AssessedApplication & { spec: { source?: { path?: string } } };

/** The Applications beside those of an environment. */
export function applicationsOf({ argocd }: Pick<Environment, "argocd">) {
  return { apiVersion: "argoproj.io/v1alpha1", kind: "Application", namespace: namespaceOfApplications(argocd) };
}

/**
 * What the clusters say about an environment: nothing here is assumed, and what is missing is reported too.
 *
 * @param expected what must serve
 * @param hub the cluster that Argo CD runs in, where it is Argo CD that delivers
 * @param target the cluster that the environment runs on
 */
export async function readEnvironment(
  environment: Environment,
  expected: Expected,
  hub: Cluster,
  target: Cluster,
): Promise<ObjectStatus[]> {
  const { name, namespace, delivery } = environment;
  const statuses = async (group: string, version: string, kind: string) => {
    const objects = await target.list({ apiVersion: `${group}/${version}`, kind, namespace });
    return objects.map((object) => objectStatus(group, kind, object));
  };
  const some = async (group: string, version: string, kind: string) =>
    atLeastOne(kind, await statuses(group, version, kind));
  const freezes = async () => freezeStatuses((await liveFreeze(hub, environment)) ?? [], new Date());
  const applications = async () =>
    environmentApplications(name, await hub.list<Application>(applicationsOf(environment)), rootName(environment));
  const [parts, ...reported] = await Promise.all([
    readParts(target, expected),
    ...(delivery === "gitops" ? [freezes(), applications()] : []),
    some("gateway.networking.k8s.io", "v1", "Gateway"),
    some("gateway.networking.k8s.io", "v1", "HTTPRoute"),
    some("agentgateway.dev", "v1alpha1", "AgentgatewayBackend"),
    statuses("agentgateway.dev", "v1alpha1", "AgentgatewayPolicy"),
    ...(expected.written ?? []).map(({ apiVersion, kind }) => {
      const [group = "", version = ""] = apiVersion.split("/");
      return statuses(group, version, kind);
    }),
    allowedStatuses(environment, target),
  ]);
  return withServing(reported.flat(), parts);
}

/** The objects of kinds that the stack allows, as far as they report whether they work. */
async function allowedStatuses(
  { namespace, allowedKinds: spec }: Environment,
  target: Cluster,
): Promise<ObjectStatus[]> {
  const kinds = allowedKinds(spec).filter(({ group, kind }) => reports(group, kind));
  const lists = kinds.map(async ({ group, kind, names }) => {
    const apiVersion = await target.preferredVersion(group);
    if (apiVersion === undefined) return [];
    const objects = await target.list({ apiVersion, kind, namespace });
    return objects
      .filter(({ metadata }) => names?.includes(metadata.name) ?? true)
      .map((object) => objectStatus(group, kind, object));
  });
  return (await Promise.all(lists)).flat();
}

/** The freezes that are in force in Argo CD, whatever the configuration says. One is no fault, and explains others. */
export function freezeStatuses(live: readonly FreezeWindow[], now: Date): ObjectStatus[] {
  return activeFreezes(live, now).map((active) => ({
    kind: "Freeze",
    name: freezePath(active),
    ok: true,
    detail: `${freezeState(active)}; Argo CD syncs nothing by itself`,
  }));
}

/** What the controller says of a Gateway, and whether it serves, are one finding; each workload is one of its own. */
export function withServing(reported: readonly ObjectStatus[], parts: readonly Part[]): ObjectStatus[] {
  const left = new Set(parts);
  const findings = reported.map((status) => {
    const part = parts.find(
      ({ kind, namespace, name }) => kind === status.kind && `${namespace}/${name}` === status.name,
    );
    if (part === undefined) return status;
    left.delete(part);
    // Of what is wrong with one, the other need not say how well it is.
    const details = [status, part].filter(({ ok }) => ok === (status.ok && part.ok)).map(({ detail }) => detail);
    return { ...status, ok: status.ok && part.ok, detail: details.join("; ") };
  });
  const others = [...left].map(({ kind, namespace, name, ok, detail }) => ({
    kind,
    name: `${namespace}/${name}`,
    ok,
    detail,
  }));
  return [...findings, ...others];
}

/**
 * The root Application of an environment, known by the folder that it delivers, and those that it has made.
 *
 * @param name the root's, where an Argo CD may have that folder of several repositories
 */
export function environmentApplications(
  environment: string,
  all: readonly Application[],
  name?: string,
): ObjectStatus[] {
  const path = applicationsPath(environment);
  const roots = all.filter(({ spec }) => spec.source?.path === path);
  const root = roots.find(({ metadata }) => metadata.name === name) ?? roots[0];
  if (root === undefined) return [{ kind: "Application", name: `(of ${path})`, ok: false, detail: "there is none" }];
  const children = (root.status?.resources ?? []).filter(({ kind }) => kind === "Application");
  const statuses = children.map(({ name }) => {
    const child = all.find(({ metadata }) => metadata.name === name);
    return child
      ? applicationStatus(child)
      : { kind: "Application", name, ok: false, detail: `${root.metadata.name} has not made it` };
  });
  return [applicationStatus(root), ...atLeastOne("Application", statuses)];
}

/** Synced, Healthy, and at which revision. */
export function applicationStatus(object: Application): ObjectStatus {
  const { name, deployed, state } = assessHealth(object.metadata.name, object);
  return { kind: "Application", name, ok: deployed, detail: state };
}

function atLeastOne(kind: string, statuses: ObjectStatus[]): ObjectStatus[] {
  return statuses.length > 0 ? statuses : [{ kind, name: "(none)", ok: false, detail: "there is none" }];
}
