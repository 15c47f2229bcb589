import { namespaceOfApplications } from "../argocd/namespace";
import { OWN_CLUSTER } from "../argocd/ownCluster";
import { createPatch } from "rfc6902";
import { toYaml } from "../../core/yaml";
import { compact, type KubernetesObject } from "../../kube/object";
import {
  applicationsPath,
  CASCADE,
  childApplications,
  configurationApplication,
  configurationPaths,
  manifestPaths,
  nameIn,
  revisionOf,
  syncPolicy,
  type ApplicationSettings,
} from "./children";
import { rootProject } from "./projects";

/** Name of the root Application of an environment. */
export function rootName(environment: ApplicationSettings): string {
  return nameIn(environment, "agentgateway-infra-root");
}

/** Names of all Applications of an environment, the root's first. */
export function applicationNames(environment: ApplicationSettings): string[] {
  return [rootName(environment), ...childApplications(environment).map(({ metadata }) => metadata.name)];
}

/** The Applications of an environment that read its repository, with the paths there of what each delivers. */
export function deliveredPaths(environment: ApplicationSettings): Map<string, string[]> {
  return new Map([
    [rootName(environment), [applicationsPath(environment.name)]],
    [configurationApplication(environment), configurationPaths(environment.name)],
  ]);
}

/**
 * The root Application of an environment: it makes the component Applications that Git describes.
 *
 * @param environment the environment as it is deployed
 * @param committed the environment as Git describes it. Where they differ (a mirror, a fork, another name of the cluster)
 *   the root patches the Applications that it finds in Git, so that one tree serves all.
 */
export function rootApplication(
  environment: ApplicationSettings,
  committed: ApplicationSettings = environment,
): KubernetesObject {
  const { repository, argocd } = environment;
  const namespace = namespaceOfApplications(argocd);
  return compact({
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: {
      name: rootName(environment),
      namespace,
      annotations: manifestPaths([applicationsPath(environment.name)]),
      finalizers: [CASCADE],
    },
    spec: {
      project: rootProject(environment),
      source: {
        repoURL: repository.url,
        targetRevision: revisionOf(environment),
        path: applicationsPath(environment.name),
        kustomize: kustomizePatches(childApplications(committed), childApplications(environment)),
      },
      destination: { server: OWN_CLUSTER, namespace },
      syncPolicy: syncPolicy(["ServerSideApply=true"]),
    },
  });
}

function kustomizePatches(
  committed: readonly KubernetesObject[],
  desired: readonly KubernetesObject[],
): object | undefined {
  const patches = committed.flatMap((object, index) => {
    // The configuration is the last of both; without the control plane it is the only one.
    const other = desired.at(index - committed.length);
    const operations = other === undefined ? [] : createPatch(object, other);
    if (operations.length === 0) return [];
    const target = { group: "argoproj.io", kind: "Application", name: object.metadata.name };
    return [{ target, patch: toYaml(operations) }];
  });
  return patches.length > 0 ? { patches } : undefined;
}
