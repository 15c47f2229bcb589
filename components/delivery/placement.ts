import * as pulumi from "@pulumi/pulumi";
import { BASE_PATH } from "../application/children";
import type { ManifestFile, Origin } from "../environment";
import { objectLabel, type KubernetesObject } from "../../kube/object";

/**
 * What a component of the catalogue is in the cluster, where, and who brings it there: by default Argo CD from Git, and
 * then Pulumi only knows of it.
 */
export interface Placement {
  /** Its objects, by the files that they stand in. */
  manifests: readonly ManifestFile[];
  /** Namespace of the environment. */
  namespace: pulumi.Input<string>;
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
