import * as pulumi from "@pulumi/pulumi";
import type { KubernetesObject, ObjectMeta } from "../../kube/object";
import { refOf } from "../../kube/ref";
import { isClusterWide } from "../allowedKinds/kinds";
import type { AllowedKindsSpec } from "../allowedKinds/spec";
import { HUB_MARK } from "../application/protection";
import type { ClusterName, LiveDeletionArgs, OwnedObject } from "./objects";

/** A resource of a Kubernetes object, as it is being created. */
interface Seen {
  resource: pulumi.Resource;
  type: string;
  parent: pulumi.Resource;
  props: pulumi.Inputs;
}

/** What a component owns. */
export interface Owned {
  resources: pulumi.Resource[];
  /** Lists of {@link OwnedObject}, as JSON: the SDK looks for outputs in every value of an object, which takes long. */
  objects: pulumi.Input<string>[];
}

/** The objects that Pulumi applies in a run of the program, by the component which creates them. */
export class OwnedObjects {
  readonly #seen: Seen[] = [];

  /** @param allowed the kinds that the stack allows */
  constructor(private readonly allowed: AllowedKindsSpec = {}) {}

  /** Takes note of a resource. */
  add({ resource, type, props, opts }: pulumi.ResourceTransformationArgs): void {
    const isObject =
      type.startsWith("kubernetes:") && !type.startsWith("kubernetes:helm.sh/") && !type.endsWith("Patch");
    // One with a URN is created already: a component has it in its outputs.
    if (isObject && opts.urn === undefined && opts.parent)
      this.#seen.push({ resource, type, parent: opts.parent, props: props });
  }

  /** The objects whose deletion the API server may refuse (`components/application/protection.ts`). */
  guarded(hub: readonly pulumi.ProviderResource[]): LiveDeletionArgs["guarded"] {
    return this.#seen
      .filter(({ type, props }) => type.endsWith(":Application") || isHubMark(props))
      .map(({ resource, type, props }) => ({
        cluster: clusterOf(resource.getProvider(type), hub),
        ref: refOf({ ...(props as KubernetesObject), metadata: { ...(props["metadata"] as ObjectMeta) } }),
      }));
  }

  /**
   * @param namespaceOf the namespace of an object that names none
   * @param hub the providers of Argo CD's cluster. Default: the environment's cluster is the only one
   */
  of(
    parent: pulumi.Resource,
    namespaceOf: (cluster: ClusterName) => string,
    hub: readonly pulumi.ProviderResource[] = [],
  ): Owned {
    const seen = this.#seen.filter((each) => each.parent === parent);
    const objects = seen.map(({ resource, type, props }) => {
      const cluster = clusterOf(resource.getProvider(type), hub);
      return whenKnown(type.endsWith(":ConfigGroup") ? props["yaml"] : props, (known) =>
        ownedText(
          typeof known === "string" ? manifestObjects(known) : [known as KubernetesObject],
          cluster,
          namespaceOf(cluster),
          this.allowed,
        ),
      );
    });
    return { resources: seen.map(({ resource }) => resource), objects };
  }
}

/**
 * The cluster of a provider.
 *
 * @param hub the providers of Argo CD's cluster, where that is another one
 */
export function clusterOf(
  provider: pulumi.ProviderResource | undefined,
  hub: readonly pulumi.ProviderResource[],
): ClusterName {
  return hub.some((each) => each === provider) ? "hub" : "target";
}

function isHubMark({ metadata }: pulumi.Inputs): boolean {
  return (metadata as Partial<ObjectMeta> | undefined)?.name === HUB_MARK;
}

function whenKnown(value: unknown, text: (known: unknown) => string): pulumi.Input<string> {
  return hasOutputs(value) ? (pulumi.output(value) as pulumi.Output<unknown>).apply(text) : text(value);
}

/** Whether a value is an output, a promise, or has one in it. */
function hasOutputs(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return pulumi.Output.isInstance(value) || value instanceof Promise || Object.values(value).some(hasOutputs);
}

/** Where an object has no name, Pulumi gives it one, and nothing refers to it. */
function ownedText(
  objects: readonly KubernetesObject[],
  cluster: ClusterName,
  namespace: string,
  allowed: AllowedKindsSpec,
): string {
  const named = objects.filter(({ metadata }) => metadata.name);
  return JSON.stringify(named.map((object): OwnedObject => ({ cluster, object: placed(object, namespace, allowed) })));
}

/** The objects of a manifest, each of which is a line. */
function manifestObjects(text: string): KubernetesObject[] {
  return text.split("\n").map((line) => withoutDefinition(JSON.parse(line) as KubernetesObject));
}

/** Definitions are hundreds of kilobytes: of those only their being there is compared. */
function withoutDefinition(object: KubernetesObject): KubernetesObject {
  const { apiVersion, kind, metadata } = object;
  return kind === "CustomResourceDefinition" ? { apiVersion, kind, metadata: { name: metadata.name } } : object;
}

const CLUSTER_WIDE = [
  "Namespace",
  "CustomResourceDefinition",
  "ClusterRole",
  "ClusterRoleBinding",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
];

function placed(object: KubernetesObject, namespace: string, allowed: AllowedKindsSpec): KubernetesObject {
  return CLUSTER_WIDE.includes(object.kind) || isClusterWide(object, allowed)
    ? object
    : { ...object, metadata: { namespace, ...object.metadata } };
}
