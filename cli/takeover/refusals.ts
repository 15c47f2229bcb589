import { ARGOCD_NAMESPACE } from "../../components/argocd/namespace";
import { IN_CLUSTER } from "../../components/cluster/spec";
import type { ValidationError } from "../../core/errors";
import { refKey, refOf, showRef, type ObjectRef } from "../../kube/ref";
import { deploysHere, type LiveApplication } from "./application";
import type { Facts } from "./plan";
import { furtherSelectorLabels } from "./selectors";

/** An object that would go with the old tree. */
export function wouldBePruned(object: ObjectRef): ValidationError {
  return {
    path: showRef(object),
    problem: "is on the cluster and not in the new tree, so Argo CD would delete it",
    remedy:
      "Put its manifest under k8s/base (npm run render indexes it) or make it an entry of platform.ts; or delete it yourself.",
  };
}

/** Whoever wrote an Application for an ApplicationSet writes it again. */
export function generated({ metadata }: LiveApplication): ValidationError[] {
  return (metadata.ownerReferences ?? []).map(({ kind, name }) => ({
    path: `Application ${metadata.name}`,
    problem: `belongs to ${kind} ${name}, which would write it back`,
    remedy: `Delete that without its Applications: kubectl delete ${kind.toLowerCase()} -n ${ARGOCD_NAMESPACE} ${name} --cascade=orphan`,
  }));
}

/**
 * Two Applications with one object would each put it right after the other.
 *
 * @param deployed what it deploys to the cluster of the environment
 */
export function conflictsOf(
  { metadata: { name } }: LiveApplication,
  deployed: readonly ObjectRef[],
  desired: ReadonlySet<string>,
): ValidationError[] {
  const shared = deployed.filter((object) => desired.has(refKey(object)));
  const [first] = shared;
  if (first === undefined) return [];
  const more = shared.length > 1 ? ` and ${shared.length - 1} more` : "";
  return [
    {
      path: `Application ${name}`,
      problem: `deploys what this environment will: ${showRef(first)}${more}`,
      remedy: `Delete it without what it deployed: ${letGo(name)}`,
    },
  ];
}

/** An Application of the environment's name that deploys to another cluster: what is there would be nobody's. */
export function elsewhere(
  application: LiveApplication,
  { name, cluster }: Pick<Facts["environment"], "name" | "cluster">,
): ValidationError[] {
  if (cluster.name !== IN_CLUSTER || deploysHere(application)) return [];
  const { server, name: other } = application.spec.destination ?? {};
  return [
    {
      path: `Application ${application.metadata.name}`,
      problem: `deploys to ${server || other}, and ${name} is on Argo CD's own cluster`,
      remedy: `It is another environment's. Delete it without what it deployed, and take that over with its own stack: ${letGo(application.metadata.name)}`,
    },
  ];
}

function letGo(name: string): string {
  return `kubectl patch application -n ${ARGOCD_NAMESPACE} ${name} --type merge -p '{"metadata":{"finalizers":null}}', then kubectl delete application -n ${ARGOCD_NAMESPACE} ${name}`;
}

/** The project that everything is in by default is closed by this program. */
export function withoutProject({ patched }: Facts, { metadata, spec }: LiveApplication): ValidationError[] {
  const closed = patched.some(({ kind, metadata: { name } }) => kind === "AppProject" && name === spec.project);
  if (!closed) return [];
  return [
    {
      path: `Application ${metadata.name}`,
      problem: `is in the AppProject ${spec.project}, which will allow nothing any more`,
      remedy:
        "Make an AppProject that allows what it deploys, then: " +
        `kubectl patch application -n ${ARGOCD_NAMESPACE} ${metadata.name} --type merge -p '{"spec":{"project":"<its name>"}}'`,
    },
  ];
}

/** What the API server would not take. */
export function rejected({ rejected: reasons, owned, delivered, live, environment }: Facts): ValidationError[] {
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
