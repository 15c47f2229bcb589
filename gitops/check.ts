import { isDeepStrictEqual } from "node:util";
import { environmentFiles, type ManifestFile } from "../components/environment";
import { objectKey } from "../kube/object";
import type { Checkout } from "../config/checkout";
import type { Environment } from "../config/schema";
import { UserError, type Fault } from "../core/errors";
import { compareTree, handWrittenManifests, type Difference } from "./files";
import { renderTree } from "./tree";

/**
 * Checks that the files on disk are what the configuration renders.
 *
 * @throws UserError that lists each file that isn't
 */
export function assertTreeIsCurrent(committed: Checkout, directory = process.cwd()): void {
  const faults = treeFaults(committed, directory);
  if (faults.length > 0) {
    throw new UserError(
      "Git would not get what the configuration says. Run `npm run render` and commit what it writes:",
      faults,
    );
  }
}

/** The files on disk that are not what the configuration renders. */
export function treeFaults(committed: Checkout, directory: string): Fault[] {
  const tree = renderTree(committed, handWrittenManifests(directory));
  return staleFaults(compareTree(tree, directory));
}

/**
 * Checks that Git has the same objects as the stack's configuration, which may come from elsewhere than the stack
 * file in the checkout. Addresses may differ: the root Application patches those.
 *
 * @param rendered what the builders render from the stack's configuration
 * @throws UserError that lists each object that differs
 */
export function assertCommitted(
  environment: Pick<Environment, "namespace">,
  rendered: readonly ManifestFile[],
  committed: Environment,
): void {
  const faults = faultsOfCommitted(environment, rendered, committed);
  if (faults.length > 0) {
    throw new UserError(
      `Argo CD deploys what Git says. Put the values that differ into Pulumi.${committed.name}.yaml, run \`npm run render\` and commit:`,
      faults,
    );
  }
}

/** The objects that differ between Git and the stack's configuration. */
export function faultsOfCommitted(
  environment: Pick<Environment, "namespace">,
  rendered: readonly ManifestFile[],
  committed: Environment,
): Fault[] {
  const actual = byKey(rendered);
  const inGit = byKey(environmentFiles(committed));
  const keys = new Set([...actual.keys(), ...inGit.keys()]);
  const faults = [...keys]
    .filter((key) => !isDeepStrictEqual(actual.get(key), inGit.get(key)))
    .map((key) => ({ path: key, problem: "is not in Git as the stack's configuration says" }));
  if (environment.namespace !== committed.namespace) {
    faults.push({ path: "namespace", problem: `is ${environment.namespace} here and ${committed.namespace} in Git` });
  }
  return faults;
}

function byKey(files: readonly ManifestFile[]): Map<string, object> {
  return new Map(files.flatMap((file) => file.objects.map((object) => [objectKey(object), object] as const)));
}

/** One fault for each file that differs. */
function staleFaults({ missing, stale, obsolete, ...written }: Partial<Difference>): Fault[] {
  const faults = (paths: readonly string[] = [], problem: string) => paths.map((path) => ({ path, problem }));
  return [
    ...faults(missing, "is missing"),
    ...faults(stale, "is stale"),
    ...faults(obsolete, "is made by nothing any more"),
    ...overwriteFaults(written),
  ];
}

/** The faults of files that a person wrote or edited, which rendering must not touch. */
export function overwriteFaults({ edited, foreign, unread }: Partial<Difference>): Fault[] {
  const faults = (paths: readonly string[] = [], problem: string, remedy: (path: string) => string) =>
    paths.map((path) => ({ path, problem, remedy: remedy(path) }));
  return [
    ...faults(edited, "was rendered and then edited by hand", (path) => {
      const stack = overlayOf(path);
      return stack === undefined
        ? "Make the change in platform.ts or Pulumi.<stack>.yaml, and remove the file: it is rendered anew. Or keep it as your own: remove its first two lines and rename it."
        : `Say what differs in Pulumi.${stack}.yaml, and remove the file: the patch is rendered from it (docs/tasks.md, "Override").`;
    }),
    ...faults(
      foreign,
      "was written by hand, but stands in the place of a rendered file",
      () => "Move it to another name.",
    ),
    ...faults(unread, "was written by hand where nothing reads it", (path) => {
      const stack = overlayOf(path);
      return stack === undefined
        ? "Only manifests under k8s/base are indexed. Move it there, or out of here."
        : `Say what differs in Pulumi.${stack}.yaml instead of a patch (docs/tasks.md, "Override"); whole manifests belong under k8s/base.`;
    }),
  ];
}

/** The environment to whose overlay a file belongs. */
function overlayOf(path: string): string | undefined {
  return /^k8s\/overlays\/([^/]+)\//.exec(path)?.[1];
}
