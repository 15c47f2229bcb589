import { BASE_PATH } from "../components/application/children";

/** A file of the tree: as it is to be, as it is on disk, or both. */
export interface TreeFile {
  path: string;
  desired?: string;
  actual?: string;
}

/** Which files of the tree are looked at. The others are left as they are, and nothing is said of them. */
export type Scope = (file: TreeFile) => boolean;

/** The whole tree. */
export const everything: Scope = () => true;

/** What a stack alone deploys: its own files, and those that all stacks share. */
export function onlyOf(stack: string): Scope {
  return (file) => file.path.startsWith(`${BASE_PATH}/`) || ownerOf(file) === stack;
}

/**
 * All but what these stacks have rendered earlier. `repo.yml` has the repositories of all stacks, so it is left as it is
 * while one of them is unknown.
 */
export function allBut(stacks: readonly string[]): Scope {
  if (stacks.length === 0) return everything;
  return (file) => {
    if (file.path === "repo.yml") return file.actual === undefined;
    const owner = ownerOf(file);
    return owner === undefined || !stacks.includes(owner);
  };
}

/** The stack whose file it is; none for what all stacks share. */
function ownerOf({ path, desired, actual }: TreeFile): string | undefined {
  const folder = /^(?:k8s\/overlays|app-of-apps)\/([^/]+)\//.exec(path);
  if (folder !== null) return folder[1];
  // The root Application is named by the suffix, which needn't be the stack's name. What it reads is.
  return /^ +path: app-of-apps\/(\S+)$/m.exec(desired ?? actual ?? "")?.[1];
}
