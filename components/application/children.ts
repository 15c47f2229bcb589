import type { AllowedKindsSpec } from "../allowedKinds/spec";
import { installsGatewayApi } from "../cluster/controlPlane";
import { IN_CLUSTER } from "../cluster/spec";
import { namespaceOfApplications } from "../argocd/namespace";
import { OWN_CLUSTER } from "../argocd/ownCluster";
import type { KubernetesObject } from "../../kube/object";
import { CONTROLLER_NAMESPACE } from "../controller/namespace";
import { valuesOfChart, type ValuesSource } from "../controller/values/build";
import { chartRepository } from "../repository/address";
import { versions } from "../versions";
import type { Environment } from "../../config/schema";
import type { FreezeWindow } from "./freeze/spec";

/** Where the bundle's CRDs of the standard channel are in the repository of Gateway API. */
export const GATEWAY_API_PATH = "config/crd/standard";

/** What the name of the Application that deploys them begins with. */
export const GATEWAY_API_CRDS = "gateway-api-crds";

/** Finalizer by which deleting an Application deletes what it deployed. */
export const CASCADE = "resources-finalizer.argocd.argoproj.io";

/** What the Applications of an environment are made from. */
export type ApplicationSettings = Pick<Environment, "name" | "namespace" | "sources"> &
  Pick<ValuesSource, "images" | "pods"> & {
    /** Default: the tested release, with its chart's own values. */
    controlPlane?: Environment["controlPlane"] | undefined;
    application: Pick<Environment["application"], "suffix" | "timeoutSeconds"> & {
      /** Default: none. */
      freeze?: readonly FreezeWindow[] | undefined;
    };
    cluster: Pick<Environment["cluster"], "name" | "controlPlane" | "gatewayApi">;
    repository: Pick<Environment["repository"], "url" | "branch">;
    argocd: Pick<Environment["argocd"], "namespace" | "applicationNamespace">;
    /** Kinds that its manifests may have beside those that every environment may have. Default: none. */
    allowedKinds?: AllowedKindsSpec | undefined;
    /** Commit of the repository that Argo CD deploys. Default: it follows the branch. */
    revision?: string | undefined;
  };

/** What of its repository Argo CD deploys: a commit, or whatever a branch has. */
export function revisionOf({ revision, repository }: ApplicationSettings): string {
  return revision ?? repository.branch;
}

/** Name of one of an environment's objects in Argo CD's namespace, which all environments share. */
export function nameIn(environment: ApplicationSettings, base: string): string {
  return `${base}${environment.application.suffix ?? `-${environment.name}`}`;
}

/** Where an Application deploys to: a cluster by its name, so that Git holds no address. */
export function destination({ cluster }: ApplicationSettings, namespace: string): object {
  return cluster.name === IN_CLUSTER ? { server: OWN_CLUSTER, namespace } : { name: cluster.name, namespace };
}

/** The path of what all environments share in the repository. */
export const BASE_PATH = "k8s/base";

/** The path of an environment's overlay in the repository. */
export function overlayPath(environment: string): string {
  return `k8s/overlays/${environment}`;
}

/** The path of an environment's component Applications in the repository. */
export function applicationsPath(environment: string): string {
  return `app-of-apps/${environment}`;
}

/** The paths in the repository of which an environment's configuration is made: its overlay, and what that patches. */
export function configurationPaths(environment: string): string[] {
  return [overlayPath(environment), BASE_PATH];
}

/**
 * The annotation by which Argo CD leaves an Application alone at a commit that changes none of these paths of the
 * repository. See docs/adr/0013.
 */
export function manifestPaths(paths: readonly string[]): Record<string, string> {
  return { "argocd.argoproj.io/manifest-generate-paths": paths.map((path) => `/${path}`).join(";") };
}

/** Name of the component Application that deploys the environment's overlay. */
export function configurationApplication(environment: ApplicationSettings): string {
  return nameIn(environment, CONFIGURATION);
}

/** Name of the AppProject of what Git describes. */
export function configurationProject(environment: ApplicationSettings): string {
  return nameIn(environment, "agentgateway-infra");
}

/** Name of the AppProject of what others publish. */
export function publishedProject(environment: ApplicationSettings): string {
  return nameIn(environment, "agentgateway-infra-published");
}

/**
 * The component Applications of an environment, in the order of their sync waves: a wave starts when the one before is
 * healthy. On a cluster whose control plane exists already, it is the configuration alone. Applications are found by file name
 * in Git, so each comes with one.
 */
export function childApplications(environment: ApplicationSettings): KubernetesObject[] {
  const { repository, namespace } = environment;
  const source = {
    repoURL: repository.url,
    targetRevision: revisionOf(environment),
    path: overlayPath(environment.name),
  };
  const annotations = { ...manifestPaths(configurationPaths(environment.name)), ...COMPARED_BY_SERVER };
  return [...controlPlane(environment), child(environment, CONFIGURATION, 3, namespace, source, { annotations })];
}

/** What brings the CRDs and the controller. */
function controlPlane(environment: ApplicationSettings): KubernetesObject[] {
  const { sources, cluster } = environment;
  if (cluster.controlPlane === "existing") return [];
  const chart = (name: string) => ({
    repoURL: chartRepository(sources.charts),
    chart: name,
    targetRevision: environment.controlPlane?.version ?? versions.agentgateway,
  });
  const valuesObject = valuesOfChart(environment);
  const bundle = { repoURL: sources.gatewayApi, targetRevision: versions.gatewayApi, path: GATEWAY_API_PATH };
  return [
    ...(installsGatewayApi(cluster)
      ? [child(environment, GATEWAY_API_CRDS, 0, CONTROLLER_NAMESPACE, bundle, CRDS)]
      : []),
    child(environment, "agentgateway-crds", 1, CONTROLLER_NAMESPACE, chart("agentgateway-crds"), CRDS),
    child(environment, "agentgateway", 2, CONTROLLER_NAMESPACE, {
      ...chart("agentgateway"),
      helm: { valuesObject },
    }),
  ];
}

/** That Application, among those of an environment. */
const CONFIGURATION = "agentgateway-configs";

/**
 * What a manifest leaves out and the API server fills in is no difference. Argo CD 3.6 compares so by itself whatever it applies
 * server-side, and an older one that exists already does not. See docs/adr/0012.
 */
const COMPARED_BY_SERVER = { "argocd.argoproj.io/compare-options": "ServerSideDiff=true" };

/** How CRDs differ from the rest. */
const CRDS = {
  /** They are never pruned: every gateway of the cluster would go with them. */
  syncOptions: ["Prune=false"],
  /** Argo CD compares them by itself: an API server takes seconds for the dry run of one. See docs/adr/0012. */
  annotations: { "argocd.argoproj.io/compare-options": "ServerSideDiff=false" },
};

function child(
  environment: ApplicationSettings,
  base: string,
  wave: number,
  namespace: string,
  source: object,
  { syncOptions = [], annotations }: { syncOptions?: readonly string[]; annotations?: Record<string, string> } = {},
): KubernetesObject {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: {
      name: nameIn(environment, base),
      namespace: namespaceOfApplications(environment.argocd),
      annotations: { "argocd.argoproj.io/sync-wave": String(wave), ...annotations },
      finalizers: [CASCADE],
    },
    spec: {
      // Whatever comes from the repository itself is a commit away from anything; the rest is pinned.
      project: base === CONFIGURATION ? configurationProject(environment) : publishedProject(environment),
      source,
      destination: destination(environment, namespace),
      syncPolicy: syncPolicy([
        "CreateNamespace=true",
        "ServerSideApply=true",
        "SkipDryRunOnMissingResource=true",
        ...syncOptions,
      ]),
    },
  };
}

/**
 * Keeps the cluster as Git says, and goes on trying: what one wave lacks, another brings. Each try is of the newest commit
 * (`refresh`): else one that the cluster refuses would be tried for ever, and none that corrects it would ever be looked at.
 */
export function syncPolicy(syncOptions: readonly string[]): object {
  return {
    automated: { prune: true, selfHeal: true },
    syncOptions: [...syncOptions],
    retry: { limit: -1, refresh: true, backoff: { duration: "5s", factor: 2, maxDuration: "1m" } },
  };
}
