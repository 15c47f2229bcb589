import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Layout } from "../state/layout";
import { git } from "../../../core/git";

/** The branch from which Argo CD reads every environment. */
export const BRANCH = "dev";

/** Who makes the commits that the sandbox itself makes. */
export const AUTHOR = {
  GIT_AUTHOR_NAME: "sandbox",
  GIT_AUTHOR_EMAIL: "sandbox@localhost",
  GIT_COMMITTER_NAME: "sandbox",
  GIT_COMMITTER_EMAIL: "sandbox@localhost",
};

/** The repository that replaces the one on the user's Git host. */
export async function createRepository(layout: Layout): Promise<void> {
  await createOnce(layout.repository, async (path) => {
    await initBare(path, BRANCH);
    await git(["-C", path, "config", "receive.shallowUpdate", "true"]);
  });
}

/** A repository with the Gateway API CRDs at the path and under the tag that they have on GitHub. */
export async function createGatewayApi(layout: Layout, crds: string, tag: string): Promise<void> {
  await createOnce(layout.gatewayApi, async (path) => {
    const files = mkdtempSync(join(layout.git, "files-"));
    const where = ["--git-dir", path, "--work-tree", files];
    try {
      await initBare(path, "main");
      cpSync(crds, join(files, "config", "crd", "standard"), { recursive: true, dereference: true });
      await git([...where, "add", "--all", "--force"]);
      await git([...where, "commit", "--quiet", "--no-gpg-sign", "--message", `Gateway API ${tag}`], AUTHOR);
      await git([...where, "tag", tag]);
    } finally {
      rmSync(files, { recursive: true, force: true });
    }
  });
}

/** A bare repository without the hooks, templates and background work that the user's own git settings may ask for. */
async function initBare(path: string, branch: string): Promise<void> {
  await git(["init", "--quiet", "--bare", "--template=", `--initial-branch=${branch}`, path]);
  for (const setting of ["core.hooksPath=/dev/null", "gc.auto=0", "receive.autogc=false", "maintenance.auto=false"]) {
    await git(["-C", path, "config", ...setting.split("=")]);
  }
}

/** Makes a directory completely or not at all, so that an interruption leaves nothing that looks finished. */
async function createOnce(path: string, create: (path: string) => Promise<void>): Promise<void> {
  if (existsSync(path)) return;
  const draft = `${path}.draft`;
  rmSync(draft, { recursive: true, force: true });
  await create(draft);
  renameSync(draft, path);
}
