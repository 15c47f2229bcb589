import { createPatch } from "rfc6902";
import type { ManifestFile } from "../components/environment";
import type { Environment } from "../config/schema";
import { toYaml } from "../core/yaml";
import { objectKey, type KubernetesObject } from "../kube/object";
import { kustomization, patchTarget, renderFile } from "./yaml";

/** Name of the overlay's file with the objects that the base does not have. */
const ADDITIONS = "additions.yaml";

/**
 * The files of an overlay, by name: a namespace and labels, and nothing but the differences between what the base holds and what
 * the environment is.
 *
 * @param objects those of the environment, without the labels
 */
export function renderOverlay(
  { namespace, labels, selectorLabels }: Pick<Environment, "namespace" | "labels" | "selectorLabels">,
  base: readonly ManifestFile[],
  objects: readonly ManifestFile[],
): Map<string, string> {
  const before = byKey(base);
  const after = byKey(objects);
  const added = [...after].filter(([key]) => !before.has(key)).map(([, object]) => object);
  const patches = [...before].flatMap(([key, object]) => patchesOf(object, after.get(key)));
  const labelling = [
    { includeTemplates: true, pairs: labels },
    { includeSelectors: true, pairs: selectorLabels },
  ].filter(({ pairs }) => Object.keys(pairs).length > 0);
  const files = new Map<string, string>();
  files.set(
    "kustomization.yaml",
    renderFile(
      kustomization({
        namespace,
        resources: ["../../base", ...(added.length > 0 ? [ADDITIONS] : [])],
        ...(patches.length > 0 ? { patches } : {}),
        ...(labelling.length > 0 ? { labels: labelling } : {}),
      }),
    ),
  );
  if (added.length > 0) files.set(ADDITIONS, renderFile(...added));
  return files;
}

function byKey(files: readonly ManifestFile[]): Map<string, KubernetesObject> {
  return new Map(files.flatMap(({ objects }) => objects.map((object) => [objectKey(object), object] as const)));
}

function patchesOf(before: KubernetesObject, after: KubernetesObject | undefined): object[] {
  const target = patchTarget(before);
  if (after === undefined) {
    const { apiVersion, kind, metadata } = before;
    return [{ target, patch: toYaml({ $patch: "delete", apiVersion, kind, metadata: { name: metadata.name } }) }];
  }
  const operations = createPatch(before, after);
  return operations.length > 0 ? [{ target, patch: toYaml(operations, { blockQuote: false }) }] : [];
}
