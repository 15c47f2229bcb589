import type { DesiredLive } from "../../components/live/objects";
import type { Scope } from "../../components/live/scope";
import type { LiveObject } from "../../kube/live";
import type { Identified } from "../../kube/object";
import { refKey, refOf } from "../../kube/ref";
import { assessApplications } from "../drift/argocd/application";
import type { LiveInArgoCd } from "../drift/argocd/facts";
import { assessDeployed, deployedObjects, type Deployed } from "../drift/argocd/objects";
import { assessOrphaned } from "../drift/argocd/orphaned";
import { assessProjects } from "../drift/argocd/projects";
import { assessUnmanaged } from "../drift/argocd/unmanaged";
import type { Finding } from "../drift/finding";
import { assessOwned } from "./owned";

/** What there is on an environment's clusters. */
export interface LiveFacts {
  scope: Scope;
  /** Names of the environment's Applications. */
  applications: readonly string[];
  /** Nothing where Argo CD does not deliver the environment. */
  argocd?: LiveInArgoCd | undefined;
}

/**
 * How the live objects of a component differ from the desired ones. Health is no difference: what is new may need time.
 *
 * @param ownedLive the live objects of `owned`, in its order
 */
export function driftOf(
  desired: DesiredLive,
  ownedLive: readonly (LiveObject | undefined)[],
  facts: LiveFacts,
): Finding[] {
  const delivered = facts.argocd ? deliveredDrift(desired, facts.argocd, facts) : [];
  const reported = new Set(delivered.map(({ where }) => where));
  const owned = (desired.owned ?? []).flatMap(({ object }, index) =>
    assessOwned(object, ownedLive[index], facts.scope),
  );
  return [...delivered, ...owned.filter(({ where }) => !reported.has(where))];
}

function deliveredDrift(
  { delivered = [], environment }: DesiredLive,
  argocd: LiveInArgoCd,
  { scope, applications }: LiveFacts,
): Finding[] {
  const keysOf = (objects: readonly Identified[]) =>
    new Set(objects.map((object) => refKey({ ...refOf(object), namespace: scope.namespace })));
  const deployed = deployedObjects(applications, argocd.applications).filter(isCompared);
  if (environment === undefined) {
    const own = keysOf(delivered);
    const facts = { scope, desiredObjects: delivered, ...argocd };
    return deployed.filter(({ ref }) => own.has(refKey(ref))).flatMap((each) => assessDeployed(each, facts));
  }
  const facts = { scope, ...environment, ...argocd };
  const others = keysOf(environment.desiredObjects);
  return [
    ...assessProjects(facts),
    ...assessApplications(facts),
    ...deployed.filter(({ ref }) => !others.has(refKey(ref))).flatMap((each) => assessDeployed(each, facts)),
    ...assessOrphaned(facts),
    ...assessUnmanaged(facts),
  ];
}

/** Definitions are hundreds of kilobytes each. Argo CD compares them; they are read where it finds a difference. */
export function isCompared({ ref, resource }: Deployed): boolean {
  return ref.kind !== "CustomResourceDefinition" || resource.status === "OutOfSync";
}

/**
 * What differs from both what was desired and what is desired now: what differs from one alone is a change that is being
 * deployed.
 */
export function lastingDrift(before: readonly Finding[], now: readonly Finding[]): Finding[] {
  const known = new Set(before.map(({ where }) => where));
  return now.filter(({ where }) => known.has(where));
}

/** Findings for a reader: what is different, by object. */
export function shownDrift(findings: readonly Finding[]): Record<string, string[]> {
  const shown: Record<string, string[]> = {};
  for (const { where, what, by, at } of findings) {
    const who = [by && `by ${by}`, at && `at ${at}`].filter(Boolean).join(" ");
    (shown[where] ??= []).push(who ? `${what} (${who})` : what);
  }
  return shown;
}
