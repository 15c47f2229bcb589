import { readManifest } from "../kube/kustomize/read";
import type { ValidationError } from "../core/errors";
import type { Item } from "./inventory";

/** A file that a person wrote. */
export interface ManifestText {
  /** Path in the repository. */
  path: string;
  text: string;
  /** Why nothing can be deployed from it, whatever it holds. */
  refusal?: { problem: string; remedy: string };
}

const KUSTOMIZATION = {
  problem: "is a kustomization, and the only one of k8s/base is rendered",
  remedy:
    "Remove it: manifests beside it are found without it. Write what it generates as a manifest; what it patches is changed in the manifest, or by stack in Pulumi.<stack>.yaml.",
};

/** The objects that Kustomize makes of files that a person wrote, and an error for whatever in them is none. */
export function readManifests(files: readonly ManifestText[]): { items: Item[]; errors: ValidationError[] } {
  const read = files.map(({ path, text, refusal }) => {
    const refused = refusal ?? (isKustomization(path) ? KUSTOMIZATION : undefined);
    if (refused) return { items: [], errors: [{ path, ...refused }] };
    const { objects, problems } = readManifest(text);
    const items = objects.map(({ object, ...written }): Item => ({ origin: path, handWritten: true, object, written }));
    return { items, errors: problems.map(({ line, ...problem }) => ({ path: `${path}:${line}`, ...problem })) };
  });
  return { items: read.flatMap(({ items }) => items), errors: read.flatMap(({ errors }) => errors) };
}

/** Whether Kustomize takes a file for the description of its folder. */
function isKustomization(path: string): boolean {
  return /(^|\/)(kustomization\.ya?ml|Kustomization)$/.test(path);
}
