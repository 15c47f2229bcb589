import type { ManifestText } from "../checks/manifest";
import { unlabelledFiles, type ManifestFile } from "../components/environment";
import {
  applicationsPath,
  BASE_PATH,
  childApplications,
  nameIn,
  overlayPath,
} from "../components/application/children";
import { appProjects } from "../components/application/projects";
import { rootApplication } from "../components/application/root";
import { repositories } from "../components/repository/build";
import type { Description } from "../config/checkout";
import type { Environment } from "../config/schema";
import { pathInBase, unlabelledHandWritten } from "./handWritten";
import { renderOverlay } from "./overlay";
import { kustomization, renderFile } from "./yaml";

/** A tree of files: their texts by path, relative to the root of the repository. */
export type Tree = Map<string, string>;

/**
 * The tree that Argo CD reads, as a function of the description alone.
 *
 * @param handWritten manifests under `k8s/base` that a person keeps: they are indexed beside the rendered, and an overlay
 *   changes nothing in them but their labels, and where images come from
 */
export function renderTree({ base, environments }: Description, handWritten: readonly ManifestText[] = []): Tree {
  const baseFiles = unlabelledFiles({ ...base, labels: {}, selectorLabels: {} });
  const tree: Tree = new Map();
  addBase(tree, baseFiles, handWritten);
  for (const environment of environments) {
    // Where images stay, so do the manifests that a person wrote.
    const written = Object.keys(environment.images).length > 0 ? handWritten : [];
    const overlay = renderOverlay(
      environment,
      [...baseFiles, ...unlabelledHandWritten(written)],
      [...unlabelledFiles(environment), ...unlabelledHandWritten(written, environment)],
    );
    for (const [name, text] of overlay) tree.set(`${overlayPath(environment.name)}/${name}`, text);
    addApplications(tree, environment);
  }
  addRepositories(tree, base, environments);
  return tree;
}

function addBase(tree: Tree, files: readonly ManifestFile[], handWritten: readonly ManifestText[]): void {
  const resources = [...files.map(({ path }) => path), ...handWritten.map(pathInBase)].sort();
  tree.set(`${BASE_PATH}/kustomization.yaml`, renderFile(kustomization({ resources })));
  for (const { path, objects } of files) tree.set(`${BASE_PATH}/${path}`, renderFile(...objects));
}

function addApplications(tree: Tree, environment: Environment): void {
  const directory = applicationsPath(environment.name);
  const children = childApplications(environment);
  const names = children.map(({ metadata }) => `${metadata.name}.yaml`);
  tree.set(`${directory}/kustomization.yaml`, renderFile(kustomization({ resources: names })));
  children.forEach((child, index) => tree.set(`${directory}/${names[index]}`, renderFile(child)));
  tree.set(
    `app-of-apps/${nameIn(environment, "root-application")}.yaml`,
    renderFile(...appProjects(environment), rootApplication(environment)),
  );
}

/** `repo.yml` is for the way by hand, so it holds each repository once for each Argo CD: without credentials, which are never in Git. */
function addRepositories(tree: Tree, base: Environment, environments: readonly Environment[]): void {
  const all = [base, ...environments].flatMap(({ repository, sources, argocd }) => {
    const { git, charts } = repositories(repository, sources, argocd.namespace);
    return repository.existingSecret === undefined ? [git, charts] : [charts];
  });
  const unique = new Map(
    all.map((object) => [
      JSON.stringify([object.metadata.namespace, (object.stringData as { url: string }).url]),
      object,
    ]),
  );
  const counts = new Map<string, number>();
  const named = [...unique.values()].map((object) => {
    const count = (counts.get(object.metadata.name) ?? 0) + 1;
    counts.set(object.metadata.name, count);
    return count === 1
      ? object
      : { ...object, metadata: { ...object.metadata, name: `${object.metadata.name}-${count}` } };
  });
  tree.set("repo.yml", renderFile(...named));
}
