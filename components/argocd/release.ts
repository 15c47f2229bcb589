import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../core/errors";
import type { ReleaseFiles } from "./install";
import { filesOf, type ReleaseChoice } from "./releases";

/** Seconds to wait for a file of the release. */
const DOWNLOAD_SECONDS = 60;

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
    filesOf(choice).map(async ([path, sha256]) => {
      const content = /^https?:/.test(base) ? await download(`${base}/${path}`) : await readLocal(join(base, path));
      const actual = createHash("sha256").update(content).digest("hex");
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

async function download(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_SECONDS * 1000) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return await response.text();
  } catch (error) {
    throw new UserError(
      `Can't download ${url} within ${DOWNLOAD_SECONDS} s: ${(error as Error).message}. Without internet, point argocd.manifests to a copy.`,
    );
  }
}
