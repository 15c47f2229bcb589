import { applicationNamespace } from "../../../components/argocd/namespace";
import { assessHealth, REFRESH, type Application } from "../../../components/application/status";
import type { KubernetesObject } from "../../../kube/object";
import { changesOf, findingsOf, showChange, type Change } from "../changes";
import { exactDifferences } from "../compare";
import type { Finding } from "../finding";
import type { LiveObject } from "../../../kube/live";
import { showRef } from "../../../kube/ref";
import { showPath } from "../../../kube/fieldPath";
import type { ArgoCdFacts } from "./facts";

/** An Application as it is in the cluster. */
export type LiveApplication = LiveObject & Omit<Application, "metadata"> & { spec: ApplicationSpec };

interface ApplicationSpec {
  project?: string;
  destination?: { server?: string; name?: string; namespace?: string };
  syncPolicy?: { automated?: { enabled?: boolean; selfHeal?: boolean; prune?: boolean } };
}

/** Has Argo CD leave an Application alone, whatever else it says. */
const SKIP = "argocd.argoproj.io/skip-reconcile";

/** What a change of these fields means, the most specific first. */
const MEANINGS: [string, string][] = [
  ["spec.syncPolicy.automated.selfHeal", "Argo CD no longer reverts changes in the cluster"],
  ["spec.syncPolicy.automated.prune", "what is no longer in Git stays in the cluster"],
  ["spec.syncPolicy.automated", "it is paused, so that what Git says is no longer deployed"],
  [`metadata.annotations["${SKIP}"]`, "Argo CD leaves it alone altogether"],
  ["spec.source", "it deploys something else than Git describes"],
  ["spec.destination", "it deploys to another place than Git describes"],
  ["spec.project", "another project says what it may deploy"],
];

/** What of an environment's Applications themselves is not as described: what they are, not yet what they deploy. */
export function assessApplications(facts: ArgoCdFacts): Finding[] {
  return facts.desiredApplications.flatMap((desired) => {
    const live = facts.applications.find(({ metadata }) => metadata.name === desired.metadata.name);
    return live === undefined ? [missing(desired, facts)] : [...ending(live, facts), ...changed(desired, live, facts)];
  });
}

function missing(desired: KubernetesObject, facts: ArgoCdFacts): Finding {
  const { root, stack } = facts.scope;
  const isRoot = desired.metadata.name === root;
  return {
    ...common(desired, facts.scope),
    what: "is gone",
    remedy: isRoot
      ? `pulumi up --stack ${stack} creates it again.`
      : `${root} creates it again, unless that is paused.`,
  };
}

function ending({ metadata }: LiveApplication, { scope }: ArgoCdFacts): Finding[] {
  const { deletionTimestamp: at } = metadata;
  if (at === undefined) return [];
  const remedy = "See what it waits for: its finalizer deletes what it deployed.";
  return [{ ...common({ metadata }, scope), what: "is being deleted", at, remedy }];
}

function changed(desired: KubernetesObject, live: LiveApplication, facts: ArgoCdFacts): Finding[] {
  const { root, stack, managers } = facts.scope;
  const differences = exactDifferences({ spec: desired.spec }, { spec: live.spec });
  const changes = changesOf(differences, live, managers);
  const remedy =
    desired.metadata.name === root
      ? `pulumi up --stack ${stack} restores it.`
      : `${root} restores it, unless that is paused: then restore that first.`;
  return findingsOf(
    changes,
    common(live, facts.scope),
    () => remedy,
    (change) => showChange(change) + meaning(change),
  );
}

function meaning({ path }: Change): string {
  const shown = showPath(path);
  const entry = MEANINGS.find(([prefix]) => shown.startsWith(prefix));
  return entry ? `: ${entry[1]}` : "";
}

/**
 * What is wrong with Applications that deploy what they should, as Argo CD says it. It is reported where nothing else explains
 * it: an object that differs makes its Application OutOfSync, and a child that is not well its root.
 */
export function assessStates(facts: ArgoCdFacts, explained: (application: LiveApplication) => boolean): Finding[] {
  return facts.applications
    .filter(({ metadata }) => facts.desiredApplications.some((each) => each.metadata.name === metadata.name))
    .map((application) => ({ application, verdict: assessHealth(application.metadata.name, application) }))
    .filter(({ application, verdict }) => !verdict.deployed && (verdict.broken || !explained(application)))
    .map(({ application, verdict }) => ({
      ...common(application, facts.scope),
      what: `is ${verdict.state}`,
      remedy: `Argo CD says why: kubectl describe application -n ${applicationNamespace(facts.scope)} ${application.metadata.name}`,
    }));
}

/** Whether Argo CD is at work on it, so that another look in a moment says more. */
export function isSettling(application: LiveApplication): boolean {
  const { deployed, broken } = assessHealth(application.metadata.name, application);
  if (deployed || broken) return false;
  const { sync, health, operationState } = application.status ?? {};
  return (
    application.metadata.annotations?.[REFRESH] !== undefined ||
    operationState?.phase === "Running" ||
    health?.status === "Progressing" ||
    (sync?.status === "OutOfSync" && healsItself(application))
  );
}

/** Whether Argo CD puts right by itself what it deploys. */
export function healsItself({ metadata, spec }: LiveApplication): boolean {
  const automated = spec.syncPolicy?.automated;
  return automated?.selfHeal === true && automated.enabled !== false && metadata.annotations?.[SKIP] !== "true";
}

function common(
  { metadata }: Pick<LiveObject, "metadata">,
  scope: ArgoCdFacts["scope"],
): Pick<Finding, "side" | "where"> {
  const namespace = applicationNamespace(scope);
  return { side: "argocd", where: showRef({ kind: "Application", namespace, name: metadata.name }) };
}
