import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readManifests } from "../checks/manifest";
import { objectKey, type KubernetesObject } from "../kube/object";
import type { Difference } from "./files";
import { newDefaultReasons } from "./newDefaults";
import type { Tree } from "./tree";

/**
 * Why rendering changes what is on disk, where the configuration did not change. Objects are compared with those of the
 * same file: what is new in the configuration explains itself.
 */
export function changeReasons(tree: Tree, directory: string, { stale }: Pick<Difference, "stale">): string[] {
  return newDefaultReasons(
    stale.flatMap((path) => {
      const before = new Map(
        objectsIn(path, readFileSync(join(directory, path), "utf8")).map((object) => [objectKey(object), object]),
      );
      return objectsIn(path, tree.get(path) as string).map(
        (after): [KubernetesObject | undefined, KubernetesObject] => [before.get(objectKey(after)), after],
      );
    }),
  );
}

/** The objects of a rendered file; a kustomization is none. */
function objectsIn(path: string, text: string): KubernetesObject[] {
  return path.endsWith("kustomization.yaml") ? [] : readManifests([{ path, text }]).items.map(({ object }) => object);
}
