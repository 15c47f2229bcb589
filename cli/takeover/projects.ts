import { rootName } from "../../components/application/root";
import { IN_CLUSTER } from "../../components/cluster/spec";
import type { Cluster } from "../../kube/cluster";
import type { KubernetesObject } from "../../kube/object";
import { refKey, refOf } from "../../kube/ref";
import type { Destination, LiveApplication } from "./application";
import { applicationsOf } from "./applications";
import { installsArgoCd, type Facts } from "./facts";
import { FIELD_MANAGER } from "./steps";

/**
 * Makes the AppProjects of an environment whose Argo CD is another stack's, or somebody else's, before Pulumi does: the old
 * Applications may be in one that is closed by now, in which Argo CD compares nothing.
 */
export async function makeProjects(hub: Cluster, facts: Facts): Promise<void> {
  for (const project of projectsToMake(facts)) await hub.apply(project, { manager: FIELD_MANAGER, force: true });
}

/** Those AppProjects. Until Argo CD knows the cluster by its new name, they allow the address that the old Applications have. */
export function projectsToMake(facts: Facts): KubernetesObject[] {
  const { environment, owned, alreadyCreated } = facts;
  if (installsArgoCd(environment)) return [];
  const addresses = applicationsOf(facts)
    .before.filter((application) => !isOfRoot(application, facts))
    .map(({ spec }) => addressOf(spec.destination));
  return owned
    .filter((object) => object.kind === "AppProject" && !alreadyCreated.has(refKey(refOf(object))))
    .map((project) => {
      const spec = project.spec as { destinations: Destination[] };
      const further = spec.destinations.flatMap(({ namespace }) => addresses.map((each) => ({ ...each, namespace })));
      const isNeeded = project.metadata.name !== rootName(environment) && !isKnown(facts);
      return { ...project, spec: { ...spec, destinations: [...spec.destinations, ...(isNeeded ? further : [])] } };
    });
}

/** What an Application keeps of its old spec while Argo CD only compares: what is new of it means nothing to Argo CD yet. */
export function specToCompare(
  before: LiveApplication,
  desired: KubernetesObject,
  facts: Facts,
): Partial<LiveApplication["spec"]> {
  if (installsArgoCd(facts.environment)) return { project: before.spec.project };
  if (isKnown(facts) || isOfRoot(before, facts)) return {};
  const { namespace } = (desired.spec as { destination: Destination }).destination;
  return { destination: { ...addressOf(before.spec.destination), ...(namespace && { namespace }) } };
}

/** Whether Argo CD knows the cluster by its new name. */
function isKnown({ environment: { cluster }, registrations }: Facts): boolean {
  return cluster.name === IN_CLUSTER || registrations.some(({ name }) => name === cluster.name);
}

function isOfRoot({ metadata }: LiveApplication, { environment }: Facts): boolean {
  return metadata.name === rootName(environment);
}

function addressOf({ server, name }: Destination = {}): Destination {
  return server ? { server } : { ...(name && { name }) };
}
