import { rootName } from "../../components/application/root";
import { namespaceOfApplications } from "../../components/argocd/namespace";
import { OWNER } from "../../components/cluster/owner";
import { conflictErrors } from "../../components/cluster/ownership";
import { IN_CLUSTER } from "../../components/cluster/spec";
import type { ValidationError } from "../../core/errors";
import { refKey, refOf, showRef, type ObjectRef } from "../../kube/ref";
import { deploysHere, listedBy, type LiveApplication } from "./application";
import { applicationsOf } from "./applications";
import type { Facts } from "./facts";
import { desiredKeys, isLeft, markedBy, orphansOf } from "./marked";
import { deploysThere, registrationRefusals } from "./registrations";
import { furtherSelectorLabels } from "./selectors";
import { newerArgoCd } from "./version";

/** Why an environment can't be taken over. */
export function refusalsOf(facts: Facts): ValidationError[] {
  const { before, readers, others } = applicationsOf(facts);
  const namespace = namespaceOfApplications(facts.environment.argocd);
  const conflicts = (applications: readonly LiveApplication[], deployed: (each: LiveApplication) => ObjectRef[]) =>
    applications.flatMap((each) => conflictsOf(each, deployed(each), facts));
  return [
    ...newerArgoCd(facts.workloads),
    ...ofAnotherStack(facts),
    ...orphansOf(facts)
      .filter((object) => !isLeft(object))
      .map(wouldBePruned),
    ...[...before, ...readers].flatMap((each) => generated(each, namespace)),
    ...before.flatMap((application) => elsewhere(application, facts)),
    ...conflicts(readers, (each) => markedBy(facts, each)),
    ...conflicts(others, (each) => (deploysThere(each, facts) ? listedBy(each).map(refOf) : [])),
    ...others.flatMap((application) => withoutProject(facts, application)),
    ...registrationRefusals(facts),
    ...rejected(facts),
  ];
}

/** What another stack has made: then two would own it. */
function ofAnotherStack({ owned, live, environment }: Facts): ValidationError[] {
  const conflicts = owned.flatMap((object) => {
    const there = live.get(refKey(refOf(object)));
    const stack = there?.metadata.annotations?.[OWNER];
    if (there === undefined || stack === undefined || stack === object.metadata.annotations?.[OWNER]) return [];
    return [{ object, where: "the cluster", live: there }];
  });
  return conflictErrors(conflicts, { ...environment, adopt: [] });
}

/** An object that would go with the old tree. */
function wouldBePruned(object: ObjectRef): ValidationError {
  return {
    path: showRef(object),
    problem: "is on the cluster and not in the new tree, so Argo CD would delete it",
    remedy:
      "Put its manifest under k8s/base (npm run render indexes it) or make it an entry of platform.ts; or delete it yourself.",
  };
}

/** Whoever wrote an Application for an ApplicationSet writes it again. */
function generated({ metadata }: LiveApplication, namespace: string): ValidationError[] {
  return (metadata.ownerReferences ?? []).map(({ kind, name }) => ({
    path: `Application ${metadata.name}`,
    problem: `belongs to ${kind} ${name}, which would write it back`,
    remedy: `Delete that without its Applications: kubectl delete ${kind.toLowerCase()} -n ${namespace} ${name} --cascade=orphan`,
  }));
}

/**
 * Two Applications with one object would each put it right after the other.
 *
 * @param deployed what it deploys to the cluster of the environment
 */
function conflictsOf(
  { metadata: { name } }: LiveApplication,
  deployed: readonly ObjectRef[],
  facts: Facts,
): ValidationError[] {
  const desired = desiredKeys(facts);
  const shared = deployed.filter((object) => desired.has(refKey(object)));
  const [first] = shared;
  if (first === undefined) return [];
  const more = shared.length > 1 ? ` and ${shared.length - 1} more` : "";
  return [
    {
      path: `Application ${name}`,
      problem: `deploys what this environment will: ${showRef(first)}${more}`,
      remedy: `Delete it without what it deployed: ${letGo(name, facts)}`,
    },
  ];
}

/** An Application of the environment's name that deploys to another cluster: what is there would be nobody's. */
function elsewhere(application: LiveApplication, facts: Facts): ValidationError[] {
  const { name, cluster } = facts.environment;
  const inCluster = cluster.name === IN_CLUSTER;
  const problem = inCluster
    ? !deploysHere(application) && `and ${name} is on Argo CD's own cluster`
    : application.metadata.name !== rootName(facts.environment) &&
      !isFoundThere(application, facts) &&
      "and nothing of what it deployed is on the cluster of cluster.kubeconfig";
  if (!problem) return [];
  const { server, name: other } = application.spec.destination ?? {};
  return [
    {
      path: `Application ${application.metadata.name}`,
      problem: `deploys to ${server || other}, ${problem}`,
      remedy:
        (inCluster ? "" : "If that is the cluster, correct the kubeconfig. Else ") +
        `it is another environment's: delete it without what it deployed, and take that over with its own stack: ${letGo(application.metadata.name, facts)}`,
    },
  ];
}

/**
 * Whether an Application deploys to the environment's cluster, which is another than Argo CD's. Addresses do not tell: Argo CD may
 * reach the cluster by another one. CRDs bear no mark, so those that have nothing else are not known to be elsewhere.
 */
function isFoundThere(application: LiveApplication, facts: Facts): boolean {
  if (deploysHere(application)) return false;
  const listed = listedBy(application).filter(({ kind }) => kind !== "CustomResourceDefinition");
  return listed.length === 0 || markedBy(facts, application).length > 0;
}

function letGo(name: string, { environment: { argocd } }: Facts): string {
  const namespace = namespaceOfApplications(argocd);
  return `kubectl patch application -n ${namespace} ${name} --type merge -p '{"metadata":{"finalizers":null}}', then kubectl delete application -n ${namespace} ${name}`;
}

/** The project that everything is in by default is closed by this program. */
function withoutProject({ patched }: Facts, { metadata, spec }: LiveApplication): ValidationError[] {
  const closed = patched.some(({ kind, metadata: { name } }) => kind === "AppProject" && name === spec.project);
  if (!closed) return [];
  return [
    {
      path: `Application ${metadata.name}`,
      problem: `is in the AppProject ${spec.project}, which will allow nothing any more`,
      remedy:
        "Make an AppProject that allows what it deploys, then: " +
        `kubectl patch application -n ${metadata.namespace} ${metadata.name} --type merge -p '{"spec":{"project":"<its name>"}}'`,
    },
  ];
}

/** What the API server would not take. */
function rejected({ rejected: reasons, owned, delivered, live, environment }: Facts): ValidationError[] {
  return [...owned, ...delivered].flatMap((object) => {
    const key = refKey(refOf(object));
    const reason = reasons.get(key);
    if (reason === undefined) return [];
    const labels = furtherSelectorLabels(live.get(key), object);
    const problem = `can't become what it is to be: ${reason}`;
    const remedy = labels
      ? keptSelector(labels, environment.name)
      : "Give the new one another name, or say in its entry what the old one says.";
    return [{ path: showRef(refOf(object)), problem, remedy }];
  });
}

function keptSelector(labels: Record<string, string>, stack: string): string {
  const commands = Object.entries(labels).map(
    ([key, value]) => `pulumi config set --path 'selectorLabels["${key}"]' ${value} --stack ${stack}`,
  );
  return `Keep its selector, which has labels of the old tree: ${commands.join(" && ")}, then npm run render, commit and push.`;
}
