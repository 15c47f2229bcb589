import { relative } from "node:path";
import { readManifests, type ManifestText } from "../checks/manifest";
import { BASE_PATH } from "../components/application/children";
import { withDeployedImages, type ImageSource } from "../components/controller/images";
import type { ManifestFile } from "../components/environment";

/**
 * The objects in manifests that a person wrote, which must be valid.
 *
 * @param source where an environment finds their images. Default: where the files say
 */
export function handWrittenFiles(texts: readonly ManifestText[], source: ImageSource = {}): ManifestFile[] {
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
