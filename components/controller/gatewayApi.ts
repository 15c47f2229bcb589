import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { UserError } from "../../core/errors";
import { remoteSettings, tryGit } from "../../core/git";
import { GATEWAY_API_PATH } from "../application/children";
import type { KubernetesObject } from "../../kube/object";

const CLONE_SECONDS = 120;

/** Reads the objects of the Gateway API bundle from its Git repository. Needs `git`. */
export async function readGatewayApi(repository: string, tag: string): Promise<KubernetesObject[]> {
  const directory = await mkdtemp(join(tmpdir(), "gateway-api-"));
  try {
    // Only that folder is fetched, where the server can do that.
    const what = ["--depth", "1", "--filter", "blob:none", "--sparse", "--branch", tag];
    await git(["clone", "--quiet", ...what, repository, directory], repository, tag);
    await git(["-C", directory, "sparse-checkout", "set", GATEWAY_API_PATH], repository, tag);
    const folder = join(directory, GATEWAY_API_PATH);
    const files = (await readdir(folder)).filter((name) => name.endsWith(".yaml")).sort();
    const texts = await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")));
    return texts.flatMap((text) =>
      parseAllDocuments(text)
        .map((document) => document.toJS() as KubernetesObject | null)
        .filter((object) => object !== null),
    );
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function git(args: readonly string[], repository: string, tag: string): Promise<void> {
  const { ok, stderr, late } = await tryGit(args, remoteSettings(), { limitSeconds: CLONE_SECONDS });
  if (ok) return;
  const why = late ? `git took longer than ${CLONE_SECONDS} s` : stderr.trim() || `git ${args.join(" ")}: failed`;
  throw new UserError(`sources.gatewayApi: can't read ${tag} of ${repository}: ${why}`);
}
