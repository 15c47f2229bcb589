import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Cluster } from "../../kube/cluster";
import type { LiveObject } from "../../kube/live";
import type { Identified } from "../../kube/object";
import { OWNER } from "./owner";
import { describeCreator, importable, stackIdentity } from "./ownership";

/** Types of components whose objects the provider itself registers, so that only a transform of theirs sees them. */
const REMOTE = /^kubernetes:(yaml\/v2|helm\.sh\/v4|kustomize\/v2):/;

/** How objects are taken over that exist already. */
export interface Adoption {
  /** Provider of the cluster. It creates, and fails where an object exists. */
  provider: k8s.Provider;
  /** Provider of the same cluster that takes over an object that exists. */
  adopting: k8s.Provider;
  /** The objects, by kind and name: `Namespace/argocd`. */
  names: readonly string[];
  /** Called with each object of such a name, before it is registered. */
  announce: (object: Identified, resource?: pulumi.Resource) => Promise<void>;
}

/** Has the named objects, from now on, made by the provider that takes over what exists; no other object changes. */
export function adoptNamed(adoption: Adoption): void {
  pulumi.runtime.registerStackTransformation(adoptingTransformation(adoption));
}

/** The transformation that gives the named objects the provider that takes over. */
export function adoptingTransformation(adoption: Adoption): pulumi.ResourceTransformation {
  const { provider, adopting } = adoption;
  return ({ type, props, opts, resource }) => {
    if (!type.startsWith("kubernetes:") || opts.urn !== undefined) return undefined;
    if ((providerOf(opts) ?? opts.parent?.getProvider(type)) !== provider) return undefined;
    if (REMOTE.test(type)) {
      const transforms = [...(opts.transforms ?? []), adoptingTransform(adoption)];
      return { props, opts: { ...opts, transforms } };
    }
    if (!isNamed(adoption, type, props)) return undefined;
    const { apiVersion, kind, metadata } = props as Identified;
    const announced = pulumi
      .output({ apiVersion, kind, metadata })
      .apply((object): Promise<pulumi.Resource[]> => adoption.announce(object, resource).then(() => []));
    return { props, opts: pulumi.mergeOptions({ ...opts, provider: adopting }, { dependsOn: announced }) };
  };
}

/** The same for what a component makes in the provider's own process. */
function adoptingTransform(adoption: Adoption): pulumi.ResourceTransform {
  return async ({ type, props, opts, custom }) => {
    if (!custom || !isNamed(adoption, type, props)) return undefined;
    await adoption.announce(props as Identified);
    // The SDK makes `false` of an option that is unset: an object of the same name must go before the next one comes.
    return { props, opts: { ...opts, provider: adoption.adopting, deleteBeforeReplace: true } };
  };
}

/** Says of a named object that it is taken over, where it exists and is not this stack's yet: Pulumi calls it a creation. */
export function announcement(cluster: Cluster, where: string, defaultNamespace: string): Adoption["announce"] {
  const owner = stackIdentity();
  return async ({ apiVersion, kind, metadata: { name, namespace = defaultNamespace } }, resource) => {
    // What can't be read is no news: the provider says what is wrong with it.
    const live = await cluster.read({ apiVersion, kind, namespace, name }).catch(() => undefined);
    const text = live && takenOver(live, owner, where);
    // It is shown once the resource is registered, which waits for this function.
    if (text !== undefined) void pulumi.log.info(`${kind} ${name}: ${text}`, resource);
  };
}

function isNamed({ names }: Adoption, type: string, props: Record<string, unknown>): boolean {
  const kind = type.split(":").at(-1) as string;
  const { name } = (props.metadata ?? {}) as { name?: unknown };
  return typeof name === "string" && names.includes(importable({ kind, metadata: { name } }));
}

function providerOf(opts: pulumi.CustomResourceOptions): pulumi.ProviderResource | undefined {
  return opts.provider;
}

/**
 * What a preview says of a named object that exists, because Pulumi calls it a creation; nothing where it is this stack's
 * already. An object of a kind that bears no mark is taken for its own where Pulumi has set fields of it.
 */
export function takenOver(
  { metadata }: Pick<LiveObject, "metadata">,
  owner: string,
  where: string,
): string | undefined {
  const mark = metadata.annotations?.[OWNER];
  const isPulumis = (metadata.managedFields ?? []).some(({ manager }) => manager?.startsWith("pulumi-kubernetes"));
  if (mark === owner || (mark === undefined && isPulumis)) return undefined;
  return (
    `is in ${where} already, ${describeCreator({ metadata })}, and adopt names it: this stack takes it over. ` +
    "The fields that the stack describes get its values, the others stay, and `pulumi destroy` deletes it."
  );
}
