import { isDeepStrictEqual } from "node:util";
import { allowedKinds } from "../components/allowedKinds/kinds";
import { BASE_PATH } from "../components/application/children";
import { installsGatewayApi } from "../components/cluster/controlPlane";
import { environmentFiles, type ManifestFile } from "../components/environment";
import { objectKey } from "../kube/object";
import type { Description } from "../config/checkout";
import type { Environment } from "../config/schema";
import { UserError, type ValidationError } from "../core/errors";
import { compareTree, handWrittenTexts, type Difference } from "./files";
import type { Scope } from "./scope";
import { renderTree } from "./tree";

/**
 * Checks that the files on disk are what the configuration renders.
 *
 * @param scope which of them. Default: all
 * @throws UserError that lists each file that isn't
 */
export function assertTreeIsCurrent(description: Description, directory = process.cwd(), scope?: Scope): void {
  const errors = treeErrors(description, directory, scope);
  if (errors.length > 0) throw notCurrent(errors);
}

/** The error of files that are not current. */
export function notCurrent(errors: readonly ValidationError[]): UserError {
  return new UserError(
    "Git would not get what the configuration says. Run `npm run render` and commit what it writes:",
    errors,
  );
}

/** The files on disk that are not what the configuration renders. */
export function treeErrors(description: Description, directory: string, scope?: Scope): ValidationError[] {
  const tree = renderTree(description, handWrittenTexts(directory));
  return staleErrors(compareTree(tree, directory, scope));
}

/**
 * Checks that Git has the same objects as the stack's configuration, which may come from elsewhere than the stack
 * file in the checkout. Addresses may differ: the root Application patches those.
 *
 * @param rendered what the builders render from the stack's configuration
 * @throws UserError that lists each object that differs
 */
export function assertCommitted(
  environment: Pick<Environment, "namespace" | "cluster" | "allowedKinds">,
  rendered: readonly ManifestFile[],
  committed: Environment,
): void {
  const errors = errorsOfCommitted(environment, rendered, committed);
  if (errors.length > 0) {
    throw new UserError(
      `Argo CD deploys what Git says. Put the values that differ into Pulumi.${committed.name}.yaml, run \`npm run render\` and commit:`,
      errors,
    );
  }
}

/** The objects that differ between Git and the stack's configuration. */
export function errorsOfCommitted(
  environment: Pick<Environment, "namespace" | "cluster" | "allowedKinds">,
  rendered: readonly ManifestFile[],
  committed: Environment,
): ValidationError[] {
  const actual = byKey(rendered);
  const inGit = byKey(environmentFiles(committed));
  const keys = new Set([...actual.keys(), ...inGit.keys()]);
  const errors = [...keys]
    .filter((key) => !isDeepStrictEqual(actual.get(key), inGit.get(key)))
    .map((key) => ({ path: key, problem: "is not in Git as the stack's configuration says" }));
  if (environment.namespace !== committed.namespace) {
    errors.push({ path: "namespace", problem: `is ${environment.namespace} here and ${committed.namespace} in Git` });
  }
  const [here, inCheckout] = [environment.cluster.controlPlane, committed.cluster.controlPlane];
  if (here !== inCheckout)
    errors.push({ path: "cluster.controlPlane", problem: `is ${here} here and ${inCheckout} in Git` });
  // What is said of it where both leave Gateway API to others makes no difference.
  else if (installsGatewayApi(environment.cluster) !== installsGatewayApi(committed.cluster)) {
    const { gatewayApi } = environment.cluster;
    errors.push({
      path: "cluster.gatewayApi",
      problem: `is ${gatewayApi} here and ${committed.cluster.gatewayApi} in Git`,
    });
  }
  if (!isDeepStrictEqual(allowedKinds(environment.allowedKinds), allowedKinds(committed.allowedKinds)))
    errors.push({ path: "allowedKinds", problem: "are others here than in Git" });
  return errors;
}

function byKey(files: readonly ManifestFile[]): Map<string, object> {
  return new Map(files.flatMap((file) => file.objects.map((object) => [objectKey(object), object] as const)));
}

/** One error for each file that differs. */
function staleErrors({ missing, stale, obsolete, ...written }: Partial<Difference>): ValidationError[] {
  const errors = (paths: readonly string[] = [], problem: string) => paths.map((path) => ({ path, problem }));
  return [
    ...errors(missing, "is missing"),
    ...errors(stale, "is stale"),
    ...errors(obsolete, "is made by nothing any more"),
    ...overwriteErrors(written),
  ];
}

/** The errors of files that a person wrote or edited, which rendering must not touch. */
export function overwriteErrors({ edited, foreign, unread }: Partial<Difference>): ValidationError[] {
  const errors = (paths: readonly string[] = [], problem: string, remedy: (path: string) => string) =>
    paths.map((path) => ({ path, problem, remedy: remedy(path) }));
  return [
    ...errors(edited, "was rendered and then edited by hand", (path) => {
      const stack = overlayOf(path);
      if (path === `${BASE_PATH}/kustomization.yaml`) return REMOVE_INDEX;
      return stack === undefined
        ? "Make the change in platform.ts or Pulumi.<stack>.yaml, and remove the file: it is rendered anew. Or keep it as your own: remove its first two lines and rename it."
        : `Say what differs in Pulumi.${stack}.yaml, and remove the file: the patch is rendered from it (docs/tasks.md, "Override").`;
    }),
    ...errors(
      foreign,
      "was written by hand, but stands in the place of a rendered file",
      () => "Move it to another name.",
    ),
    ...errors(unread, "was written by hand where nothing reads it", (path) => {
      const stack = overlayOf(path);
      return stack === undefined
        ? "Only manifests under k8s/base are indexed. Move it there, or out of here."
        : `Say what differs in Pulumi.${stack}.yaml instead of a patch (docs/tasks.md, "Override"); whole manifests belong under k8s/base.`;
    }),
  ];
}

/** What to do instead of editing the list of all manifests. */
const REMOVE_INDEX =
  "Remove it: it is rendered anew, with every manifest under k8s/base. Write what a generator would make as a manifest; what differs in a stack is in Pulumi.<stack>.yaml.";

/** The environment to whose overlay a file belongs. */
function overlayOf(path: string): string | undefined {
  return /^k8s\/overlays\/([^/]+)\//.exec(path)?.[1];
}
