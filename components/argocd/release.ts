import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../../config/errors";
import { versions } from "../versions";
import type { ReleaseFiles } from "./install";

/** Seconds to wait for a file of the release. */
const DOWNLOAD_SECONDS = 60;

/** SHA-256 of the files of each release that can be installed, by their paths in its `manifests` directory. */
const checksums: Record<string, Record<string, string>> = {
  "3.6.1": {
    "namespace-install.yaml": "310ff8e2cbef2c4b84dd8d353bddc4c9afcec551e62af30560b0aa80ff140382",
    "crds/application-crd.yaml": "9fd0da3e7097ad6d1af614fabd5c960bc7ddb00d768c3ef485a2fda6e9460df8",
    "crds/appproject-crd.yaml": "084150a2feccd188a1dee09cd8a3a259dfacecdfb7e10037df78900f60816482",
  },
};

/**
 * Reads the manifests of the pinned Argo CD release and checks them against their checksums.
 *
 * @param source a directory or URL that stands for the release's `manifests`; default: the release on GitHub
 */
export async function readRelease(source?: string): Promise<ReleaseFiles> {
  const version = versions.argocd;
  const base = source ?? `https://raw.githubusercontent.com/argoproj/argo-cd/v${version}/manifests`;
  const [install, ...crds] = await Promise.all(
    Object.entries(checksums[version] ?? {}).map(async ([path, sha256]) => {
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
  if (install === undefined) throw new Error(`no checksums for Argo CD ${version}`);
  return { install, crds };
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
