import { readdirSync, readlinkSync, type Dirent } from "node:fs";
import { dirname, isAbsolute, join, normalize, relative } from "node:path";
import type { ManifestText } from "../checks/manifest";
import { BASE_PATH } from "../components/application/children";
import type { ValidationError } from "../core/errors";
import { tryGit } from "../core/git";

type Refusal = NonNullable<ManifestText["refusal"]>;

const LEADS_OUT: Refusal = {
  problem: "is a symbolic link that leads out of the repository: Argo CD deploys nothing of a repository that has one",
  remedy: "Put the file itself there.",
};
const LINK: Refusal = {
  problem: "is a symbolic link, and Kustomize reads no file from elsewhere",
  remedy: "Put the file itself there.",
};
const REPOSITORY: Refusal = {
  problem:
    "is a repository of its own: what it has is in no commit of this one, so nothing says what would be deployed",
  remedy: "Copy its manifests to here, or deploy them by an Application of their own.",
};

/** What stands under `k8s/base` and can't be deployed from there: links, submodules, other repositories. */
export function refusedFiles(directory: string): ManifestText[] {
  return entriesBelow(join(directory, BASE_PATH)).flatMap((entry) => {
    const path = relative(directory, join(entry.parentPath, entry.name));
    const refused = (at: string, refusal: Refusal) => [{ path: at, text: "", refusal }];
    if (entry.name === ".git") return refused(dirname(path), REPOSITORY);
    if (!entry.isSymbolicLink()) return [];
    return refused(path, leadsOut(path, readlinkSync(join(directory, path))) ? LEADS_OUT : LINK);
  });
}

/** Links elsewhere in the repository, for which Argo CD refuses all of it. None are known where git says nothing. */
export async function linksOut(directory: string): Promise<ValidationError[]> {
  const { stdout } = await tryGit(["-C", directory, "ls-files", "--stage", "-z"]);
  const links = [...stdout.matchAll(/(?:^|\0)120000 \S+ \d\t([^\0]+)/g)].map(([, path = ""]) => path);
  return links
    .filter((path) => !path.startsWith(`${BASE_PATH}/`) && leadsOut(path, targetOf(join(directory, path))))
    .map((path) => ({ path, ...LEADS_OUT }));
}

/** Whether a link leaves the repository, on its way too. One to an absolute path does, wherever it is. */
export function leadsOut(path: string, target: string): boolean {
  if (isAbsolute(target)) return true;
  let place = dirname(path);
  return target.split("/").some((part) => {
    place = normalize(join(place, part));
    return place === ".." || place.startsWith("../");
  });
}

/** Where a link leads; one that is removed from the checkout and not yet from its index leads nowhere. */
function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return "";
  }
}

function entriesBelow(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() && entry.name !== ".git" ? [entry, ...entriesBelow(join(folder, entry.name))] : [entry],
    );
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}
