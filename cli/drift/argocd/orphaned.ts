import { lockedDefaultProject } from "../../../components/argocd/project";
import { OWN_CLUSTER } from "../../../components/argocd/ownCluster";
import { argocdNamespace } from "../../../components/argocd/namespace";
import type { Finding } from "../finding";
import { refKey, showRef } from "../../../kube/ref";
import type { LiveApplication } from "./application";
import type { ArgoCdFacts } from "./facts";
import { deployedBy } from "./objects";

const LOCKED = lockedDefaultProject.metadata.name;

/** What nobody described: Applications in the environment's place, and objects that no Application deploys. */
export function assessOrphaned(facts: ArgoCdFacts): Finding[] {
  return [...applications(facts), ...objects(facts)];
}

function applications(facts: ArgoCdFacts): Finding[] {
  const known = new Set(facts.desiredApplications.map(({ metadata }) => metadata.name));
  return facts.applications.flatMap((application) => {
    const claim = known.has(application.metadata.name) ? undefined : claimOf(application, facts);
    if (claim === undefined) return [];
    const { name, namespace = argocdNamespace(facts.scope) } = application.metadata;
    return [
      {
        side: "argocd",
        where: showRef({ kind: "Application", namespace, name }),
        what: `is not described, and ${claim}`,
        remedy: `Describe it, or remove it: kubectl delete application -n ${namespace} ${name}`,
      },
    ];
  });
}

function claimOf({ spec }: LiveApplication, facts: ArgoCdFacts): string | undefined {
  const { desiredProjects, scope } = facts;
  const { project, destination = {} } = spec;
  if (desiredProjects.some(({ metadata }) => metadata.name === project)) return `is in the project ${project}`;
  // Whoever installs Argo CD has locked it, so that no stack on another's Argo CD has to look there as well.
  if (scope.ownsArgoCd && project === LOCKED) return `is in the project ${LOCKED}, which allows nothing`;
  const here =
    destination.name === scope.clusterName ||
    destination.server === scope.server ||
    (scope.inCluster && destination.server === OWN_CLUSTER);
  return here && destination.namespace === scope.namespace
    ? `deploys into ${scope.namespace} of this cluster`
    : undefined;
}

function objects(facts: ArgoCdFacts): Finding[] {
  const { scope, desiredObjects } = facts;
  const desired = desiredObjects.map(({ apiVersion, kind, metadata: { name } }) =>
    refKey({ apiVersion, kind, name, namespace: scope.namespace }),
  );
  const deployed = new Set([...desired, ...deployedBy(facts).map(({ ref }) => refKey(ref))]);
  return facts.inNamespace
    .filter((ref) => !deployed.has(refKey(ref)))
    .map((ref) => ({
      side: "argocd",
      where: showRef(ref),
      what: "is not described: no Application deploys it",
      remedy: "Describe it, or remove it: the gateway may serve it.",
    }));
}
