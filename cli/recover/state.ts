import { OWNER } from "../../components/cluster/owner";
import type { LiveObject } from "../../kube/live";
import { objectOf, providerName, type ObjectRef } from "../../kube/ref";

/** The state of a stack, as `pulumi stack export` writes it: what is not named here is kept as it is. */
export interface StackState {
  deployment: { resources?: StateResource[]; pending_operations?: Operation[] };
}

interface StateResource {
  urn: string;
  id?: string;
  /** The provider that makes it: `<urn>::<id>`. */
  provider?: string;
  inputs?: Record<string, unknown>;
}

/** What Pulumi was doing when it ended without a word. */
interface Operation {
  type: "creating" | "updating" | "deleting" | "reading" | "importing";
  resource: StateResource;
}

/** An object that was being created: it may be in its cluster, and is not in the state. */
export interface Unfinished {
  urn: string;
  /** Name of the provider, which identifies the cluster. */
  provider: string;
  object: ObjectRef;
}

/** All that was under way. */
export function underWay({ deployment }: StackState): readonly Operation[] {
  return deployment.pending_operations ?? [];
}

/** The objects that were being created. What has no object, such as a password, was either finished or never was. */
export function unfinished(state: StackState): Unfinished[] {
  const known = new Set((state.deployment.resources ?? []).map(({ urn }) => urn));
  return underWay(state).flatMap(({ type, resource }) => {
    const object = type === "creating" && !known.has(resource.urn) ? objectOf(resource.inputs ?? {}) : undefined;
    return object ? [{ urn: resource.urn, provider: providerName(resource.provider ?? ""), object }] : [];
  });
}

/** Whether a live object is the one that was being created: by Pulumi, and, of a kind that says so, by that stack. */
export function isOurs({ metadata }: Pick<LiveObject, "metadata">, urn: string): boolean {
  const owner = metadata.annotations?.[OWNER];
  const [, , stack, , project] = urn.split(":");
  if (owner !== undefined) return owner.endsWith(`/${project}/${stack}`);
  return (metadata.managedFields ?? []).some(({ manager }) => manager?.startsWith("pulumi-kubernetes"));
}

/**
 * The state in which nothing is under way any more.
 *
 * @param created URNs of what was being created and is there. It comes last: what it needs was finished before it began.
 */
export function settled(state: StackState, created: ReadonlySet<string>): StackState {
  const completed = new Map(
    underWay(state)
      .filter(({ type, resource }) => type === "creating" && created.has(resource.urn))
      .map(({ resource }) => [resource.urn, { ...resource, id: idOf(resource) }]),
  );
  const resources = [...(state.deployment.resources ?? []), ...completed.values()];
  return { ...state, deployment: { ...state.deployment, resources, pending_operations: [] } };
}

/** URNs of the resources that the state may no longer describe correctly. */
export function uncertain(state: StackState, created: ReadonlySet<string>): string[] {
  const known = new Set((state.deployment.resources ?? []).map(({ urn }) => urn));
  const urns = underWay(state).map(({ resource }) => resource.urn);
  return [...new Set(urns)].filter((urn) => known.has(urn) || created.has(urn));
}

/** The Kubernetes provider calls an object so. */
function idOf({ inputs = {} }: StateResource): string {
  const { namespace, name } = objectOf(inputs) as ObjectRef;
  return namespace === undefined ? name : `${namespace}/${name}`;
}
