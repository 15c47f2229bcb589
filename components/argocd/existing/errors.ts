import type { Environment } from "../../../config/schema";
import type { ValidationError } from "../../../core/errors";
import { registersCluster } from "../../cluster/controlPlane";
import { environmentNamespaces } from "../../cluster/namespaces";
import { IN_CLUSTER } from "../../cluster/spec";
import { byScope } from "../../allowedKinds/kinds";
import { namespaceOfApplications } from "../namespace";
import { OWN_CLUSTER } from "../ownCluster";
import { applicationNamespaceErrors } from "./applicationNamespaces";
import { chartRights } from "../../controller/contents/rights";
import { hiddenKinds } from "./exclusions";
import type { ExistingArgoCd, Settings } from "./facts";

const NAMESPACE = "argocd.namespace";

/**
 * Why an environment can't be deployed by an Argo CD that no stack has installed. What only makes it worse is in `lacks.ts`.
 *
 * @param server URL of the API server of the environment's cluster, as Argo CD reaches it
 */
export function existingErrors(
  found: ExistingArgoCd,
  environment: Environment,
  server: string | undefined,
): ValidationError[] {
  const { namespace } = environment.argocd;
  if (found.settings === "missing") return [notThere(namespace, found.elsewhere ?? [])];
  if (found.installer === "this stack") return [ofThisStack(namespace)];
  const unseen = applicationNamespaceErrors(found, environment);
  if (found.installer !== "somebody else") return unseen;
  return [
    ...unseen,
    ...tooOld(found),
    ...takenNames(found),
    ...limited(found, environment),
    ...(found.settings ? settingErrors(found.settings, environment, server) : []),
  ];
}

function notThere(namespace: string, elsewhere: readonly string[]): ValidationError {
  const [only, ...others] = elsewhere;
  return {
    path: NAMESPACE,
    problem: `is "${namespace}", where no Argo CD runs: it has no ConfigMap argocd-cm`,
    remedy:
      only === undefined
        ? "Name the namespace in which it runs: kubectl get configmap -A --field-selector metadata.name=argocd-cm"
        : others.length === 0
          ? `Name the namespace in which it runs: argocd.namespace: ${only}.`
          : `Name one of those in which one runs: ${elsewhere.join(", ")}.`,
  };
}

/** The `up` would delete it, with all that it is to others. */
function ofThisStack(namespace: string): ValidationError {
  return {
    path: "argocd.mode",
    problem: `is existing, yet this stack has installed the Argo CD in ${namespace} itself, and would delete it now`,
    remedy: "Leave it at install.",
  };
}

/** An API server refuses fields that a CRD does not have. */
function tooOld({ version, unknownFields }: ExistingArgoCd): ValidationError[] {
  const isOld = version !== undefined && Number(version.split(".")[0]) < 3;
  if (!isOld && unknownFields.length === 0) return [];
  const lacking = unknownFields.length > 0 ? `, and knows no ${unknownFields.join(" and no ")}` : "";
  return [
    {
      path: "argocd.mode",
      problem: `is existing, but the Argo CD is of version ${version ?? "unknown"}${lacking}`,
      remedy:
        "Have its owner upgrade it to a release of Argo CD 3 that has them; or deploy without it: delivery: direct.",
    },
  ];
}

function takenNames({ foreign }: ExistingArgoCd): ValidationError[] {
  return foreign.map((name) => ({
    path: `Application ${name}`,
    problem: "is in Argo CD already, and this environment's root Application has not made it",
    remedy: "Choose another application.suffix; or have its owner remove it.",
  }));
}

function limited({ limits }: ExistingArgoCd, environment: Environment): ValidationError[] {
  if (limits === undefined) return [];
  const { argocd, cluster, allowedKinds } = environment;
  const here = cluster.name === IN_CLUSTER;
  const needed = [namespaceOfApplications(argocd), ...(here ? environmentNamespaces(environment) : [])];
  const missing = needed.filter((each) => !limits.namespaces.includes(each));
  const clusterWide = here && (cluster.controlPlane === "install" || byScope(allowedKinds).clusterWide.length > 0);
  const path = "argocd.mode";
  return [
    ...(missing.length > 0
      ? [
          {
            path,
            problem: `is existing, but that Argo CD is limited to namespaces, and ${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} not among them`,
            remedy: `Have its owner add them, with an operator by the label argocd.argoproj.io/managed-by=${argocd.namespace} of each.`,
          },
        ]
      : []),
    ...(clusterWide && !limits.clusterResources
      ? [
          {
            path,
            problem: "is existing, but that Argo CD is limited to namespaces, and may deploy no CRDs and roles",
            remedy:
              "Have its owner allow clusterResources; or have the control plane installed beside it: cluster.controlPlane: existing.",
          },
        ]
      : []),
  ];
}

function settingErrors({ data, place }: Settings, environment: Environment, server = ""): ValidationError[] {
  const { cluster, allowedKinds } = environment;
  const here = cluster.name === IN_CLUSTER;
  const installs = cluster.controlPlane === "install";
  const error = (key: string, problem: string, remedy: string) => ({ path: `argocd-cm ${key}`, problem, remedy });
  const set = (line: string) => `Have the owner of that Argo CD write into ${place}: ${line}`;
  const hidden = hiddenKinds(data, here ? [OWN_CLUSTER] : [OWN_CLUSTER, server], {
    chart: installs ? chartRights(environment.controlPlane) : undefined,
    allowed: allowedKinds,
  });
  return [
    ...(data["cluster.inClusterEnabled"] === "false"
      ? [
          error(
            "cluster.inClusterEnabled",
            'is "false", and the root Application is deployed to the cluster that Argo CD runs in',
            set('cluster.inClusterEnabled: "true"'),
          ),
        ]
      : []),
    ...(data["application.sync.impersonation.enabled"] === "true"
      ? [
          error(
            "application.sync.impersonation.enabled",
            'is "true", so that Argo CD deploys by ServiceAccounts that AppProjects name, and ours name none',
            'Use another Argo CD; or have its owner set "false".',
          ),
        ]
      : []),
    ...(registersCluster(environment) && !data["resource.respectRBAC"]
      ? [
          error(
            "resource.respectRBAC",
            `is not set, so that Argo CD could deploy nothing to ${cluster.name}, where its account may not list every kind`,
            set("resource.respectRBAC: normal"),
          ),
        ]
      : []),
    ...(data["application.resourceTrackingMethod"] === "label" && installs
      ? [
          error(
            "application.resourceTrackingMethod",
            "is label, and the API server knows by the annotation what the controller's Application deploys",
            set("application.resourceTrackingMethod: annotation+label"),
          ),
        ]
      : []),
    ...(hidden.length > 0
      ? [
          error(
            data["resource.inclusions"] === undefined
              ? "resource.exclusions"
              : "resource.exclusions and resource.inclusions",
            `hide ${hidden.join(", ")} from Argo CD, which would deploy none`,
            "Have the owner of that Argo CD take these kinds out of resource.exclusions, or into resource.inclusions.",
          ),
        ]
      : []),
  ];
}
