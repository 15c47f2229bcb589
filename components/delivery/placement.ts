import type * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { BASE_PATH } from "../application/children";
import { clusterKinds } from "../application/projects";
import type { ManifestFile, Origin } from "../environment";
import { groupOf, objectLabel, type KubernetesObject } from "../../kube/object";

/**
 * What a component of the catalogue is in the cluster, where, and who brings it there: by default Argo CD from Git, and
 * then Pulumi only knows of it.
 */
export interface Placement {
  /** Its objects, by file. */
  manifests: readonly ManifestFile[];
  /** Namespace of the environment. */
  namespace: pulumi.Input<string>;
  /** Provider of the target cluster. */
  provider: k8s.Provider;
  /** In `direct` delivery: how Pulumi applies the objects. */
  direct?: DirectDelivery;
}

/** A component that has a placement. */
export interface Placed extends pulumi.ComponentResource {
  /** In `direct` delivery, its objects. */
  readonly applied: readonly pulumi.CustomResource[];
}

/** How Pulumi applies objects. */
export interface DirectDelivery {
  /** Seconds until an object must be ready. */
  timeoutSeconds: number;
}

/** The files of an environment, each of which goes to one component. */
export class Placements {
  readonly #left: Set<ManifestFile>;

  constructor(
    files: readonly ManifestFile[],
    private readonly where: Omit<Placement, "manifests">,
  ) {
    this.#left = new Set(files);
  }

  /** The placement of the component that is made of these parts of the configuration. It may have no file: a server on another host has none. */
  of(...origins: Origin[]): Placement {
    const manifests = [...this.#left].filter(({ origin }) => origins.includes(origin));
    manifests.forEach((file) => this.#left.delete(file));
    return { ...this.where, manifests };
  }

  /** @throws Error where a file is no component's: nobody would deploy it */
  assertAllTaken(): void {
    const left = [...this.#left].map(({ path, origin }) => `${path} (${origin})`);
    if (left.length > 0) throw new Error(`no component takes ${left.join(", ")}`);
  }
}

/**
 * The objects that Argo CD applies for a component, as inputs of the component: nothing is done with them, but Pulumi
 * compares them with the last ones, so that a preview shows a change as that component's, by file, object and field.
 */
export function previewInputs({ manifests, direct }: Placement): Record<string, Record<string, KubernetesObject>> {
  if (direct) return {};
  return Object.fromEntries(
    manifests.map(({ path, objects }) => [
      `${BASE_PATH}/${path}`,
      Object.fromEntries(objects.map((object) => [objectLabel(object), object])),
    ]),
  );
}

/** In `direct` delivery, the objects of a component as its children. */
export function applyDirectly(parent: pulumi.ComponentResource, placement: Placement): pulumi.CustomResource[] {
  const { manifests, namespace, provider, direct } = placement;
  if (!direct) return [];
  const seconds = `${direct.timeoutSeconds}s`;
  const customTimeouts = { create: seconds, update: seconds, delete: seconds };
  return manifests
    .flatMap(({ objects }) => objects)
    .map((object) => new AppliedObject(object, namespace, { parent, provider, customTimeouts }));
}

/** An object as a manifest has it, in a namespace. Kinds have no classes here: the provider knows them by their names. */
class AppliedObject extends pulumi.CustomResource {
  constructor(object: KubernetesObject, namespace: pulumi.Input<string>, opts: pulumi.CustomResourceOptions) {
    const { apiVersion, kind, metadata } = object;
    const type = `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
    // Names of objects are unique in a namespace, and so are those of resources of a type in a stack.
    super(type, metadata.name, placed(object, namespace), opts);
  }
}

/** What an overlay's `namespace` does to an object. */
function placed(object: KubernetesObject, namespace: pulumi.Input<string>): pulumi.Inputs {
  const { metadata, subjects } = object as KubernetesObject & { subjects?: { kind: string }[] };
  return {
    ...object,
    metadata: isNamespaced(object) ? { ...metadata, namespace } : metadata,
    ...(subjects && {
      subjects: subjects.map((subject) => (subject.kind === "ServiceAccount" ? { namespace, ...subject } : subject)),
    }),
  };
}

function isNamespaced(object: KubernetesObject): boolean {
  return !clusterKinds.some(({ group, kind }) => group === groupOf(object) && kind === object.kind);
}
