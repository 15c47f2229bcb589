import * as pulumi from "@pulumi/pulumi";
import { isClusterWide } from "../allowedKinds/kinds";
import type { AllowedKindsSpec } from "../allowedKinds/spec";
import { BASE_PATH } from "../application/children";
import type { ManifestFile, Origin } from "../environment";
import { Desired } from "../inputs/desired";
import { Entry } from "./entry";
import { objectLabel, type KubernetesObject } from "../../kube/object";

/** A component that an entry is created by. */
export interface Placed extends pulumi.ComponentResource {
  /** The objects that Pulumi applies: none where Argo CD does. */
  readonly applied: readonly pulumi.CustomResource[];
}

/** How our own stack is deployed. */
export interface Delivery {
  /** Namespace of the environment. */
  namespace: pulumi.Input<string>;
  /** In `direct` delivery: seconds until an object must be ready. Otherwise Argo CD applies the objects from Git. */
  timeoutSeconds?: number;
  /** Kinds that the stack allows. Default: none. */
  allowedKinds?: AllowedKindsSpec;
}

/** The files of our own stack, each of which goes to one component. */
export class Placements {
  readonly #left: Set<ManifestFile>;

  /** The objects that Argo CD delivers, by the component that describes them. */
  readonly delivered = new Map<pulumi.Resource, KubernetesObject[]>();

  constructor(
    files: readonly ManifestFile[],
    private readonly delivery: Delivery,
  ) {
    this.#left = new Set(files);
  }

  /**
   * The entry of the component that is made of these parts of the configuration. It may have no file: a server on another
   * host has none.
   */
  of<S>(name: string, spec: S, ...origins: Origin[]): Entry<S> {
    const manifests = [...this.#left].filter(({ origin }) => origins.includes(origin));
    manifests.forEach((file) => this.#left.delete(file));
    const { namespace, timeoutSeconds, allowedKinds = {} } = this.delivery;
    const direct = timeoutSeconds !== undefined;
    const limit = `${timeoutSeconds}s`;
    const all = manifests.flatMap((file) => file.objects);
    const objects = direct ? all : [];
    return new Entry({
      name,
      spec: Desired.known({ component: "stack", name }, spec),
      namespace,
      hasNamespace: (object) => !isClusterWide(object, allowedKinds),
      objects: objects.map((object) => ({ structure: object, body: object })),
      inputs: direct ? {} : previewInputs(manifests),
      created: (component) => direct || all.length === 0 || this.delivered.set(component, all),
      resourceName: ({ metadata }) => metadata.name,
      ...(direct && { customTimeouts: { create: limit, update: limit, delete: limit } }),
    });
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
function previewInputs(manifests: readonly ManifestFile[]): Record<string, Record<string, KubernetesObject>> {
  return Object.fromEntries(
    manifests.map(({ path, objects }) => [
      `${BASE_PATH}/${path}`,
      Object.fromEntries(objects.map((object) => [objectLabel(object), object])),
    ]),
  );
}
