import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../core/errors";
import { downloaded, sha256Of } from "./downloads";
import type { ReleaseFiles } from "./install";
import { filesOf, type ReleaseChoice } from "./releases";

/**
 * Reads the manifests of an Argo CD release and checks them against their checksums.
 *
 * @param choice the release, which was checked to have its checksums; `manifests` is a directory or URL that stands for
 *   its `manifests`; default: the release on GitHub
 */
export async function readRelease({
  manifests,
  ...choice
}: ReleaseChoice & { manifests?: string }): Promise<ReleaseFiles> {
  const { version } = choice;
  const base = manifests ?? `https://raw.githubusercontent.com/argoproj/argo-cd/v${version}/manifests`;
  const [install = "", application = "", project = "", applicationSets] = await Promise.all(
    filesOf(choice).map(async ([path, sha256 = ""]) => {
      const isUrl = /^https?:/.test(base);
      const content = isUrl ? await downloaded(`${base}/${path}`, sha256) : await readLocal(join(base, path));
      const actual = sha256Of(content);
      if (actual !== sha256) {
        throw new UserError(
          `argocd.manifests: ${base}/${path} is not the file of Argo CD ${version}: its SHA-256 is ${actual}, not ${sha256}.`,
        );
      }
      return content;
    }),
  );
  return { install, crds: [application, project], ...(applicationSets !== undefined && { applicationSets }) };
}

async function readLocal(file: string): Promise<string> {
  return readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw new UserError(
      `argocd.manifests: can't read ${file} (${error.code}). It must be the manifests directory of an Argo CD release.`,
    );
  });
}
