import type * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ManifestFile } from "../environment";
import { objectLabel, type KubernetesObject } from "../kubernetes";

/** What a component of the catalogue is in the cluster, and where. */
export interface Placement {
  /** Its objects, by the files that they stand in. */
  manifests: readonly ManifestFile[];
  /** Namespace of the environment. */
  namespace: pulumi.Input<string>;
  /** Provider of the target cluster. */
  provider: k8s.Provider;
}

/** Finds the placement of what comes from an origin in the configuration, such as `llmProviders.openai`. */
export function placements(
  files: readonly ManifestFile[],
  where: Omit<Placement, "manifests">,
): (...origins: string[]) => Placement {
  return (...origins) => ({ ...where, manifests: files.filter(({ origin }) => origins.includes(origin)) });
}

/**
 * The objects that Argo CD applies for a component, as inputs of the component: nothing is done with them, but Pulumi
 * compares them with the last ones, so that a preview shows a change as that component's, by file, object and field.
 */
export function inGit({ manifests }: Placement): Record<string, Record<string, KubernetesObject>> {
  return Object.fromEntries(
    manifests.map(({ path, objects }) => [
      `k8s/base/${path}`,
      Object.fromEntries(objects.map((object) => [objectLabel(object), object])),
    ]),
  );
}
