import { relative } from "node:path";
import { readManifests, type ManifestText } from "../checks/manifest";
import { BASE_PATH } from "../components/application/children";
import { withDeployedImages, type ImageSource } from "../components/controller/images";
import { labelled, type ManifestFile } from "../components/environment";
import type { LabelsSpec } from "../components/labels/spec";

/**
 * The objects in manifests that a person wrote, which must be valid.
 *
 * @param environment where their images are found, and which labels they get. Default: as the files say
 */
export function handWrittenFiles(
  texts: readonly ManifestText[],
  environment: ImageSource & Partial<LabelsSpec> = {},
): ManifestFile[] {
  return unlabelledHandWritten(texts, environment).map((file) => labelled(file, environment));
}

/** The same without the labels, which Kustomize adds. */
export function unlabelledHandWritten(texts: readonly ManifestText[], source: ImageSource = {}): ManifestFile[] {
  return texts.map((text) => {
    const path = pathInBase(text);
    const objects = readManifests([text]).items.map(({ object }) => withDeployedImages(object, source));
    return { path, origin: `${BASE_PATH}/${path}`, objects };
  });
}

/** The path of a manifest below `k8s/base`. */
export function pathInBase({ path }: Pick<ManifestText, "path">): string {
  return relative(BASE_PATH, path);
}
