import type { Environment } from "../../config/schema";
import type { ValidationError } from "../../core/errors";
import { definitionPath } from "../../kube/kinds";
import type { LiveObject } from "../../kube/live";
import type { ClusterReader } from "../../kube/reach";
import { ARGOCD_NAMESPACE } from "../argocd/namespace";
import { argocdNamespaces, settingsPath } from "../argocd/existing/read";
import { OWNER } from "./owner";
import { adoptCommands, describeCreator, importable, type Conflict } from "./ownership";

/** Where the errors are that a stack can't install its Argo CD. */
export const INSTALLATION = "argocd.mode";
/** The name of Argo CD's namespace in `adopt`. */
export const ARGOCD = `Namespace/${ARGOCD_NAMESPACE}`;

/** The CRDs of an installation. */
const CRDS = ["applications.argoproj.io", "appprojects.argoproj.io"];

/** What a cluster has of an Argo CD. */
export interface Installed {
  /** The namespace in which this program installs one. */
  namespace?: Pick<LiveObject, "metadata">;
  /** Whether one is in that namespace. */
  inNamespace: boolean;
  /** All namespaces that one is in; none where they can't be read. */
  namespaces: readonly string[];
  /** CRDs of one, wherever it is. */
  crds: readonly string[];
}

/** Looks for an Argo CD in a cluster. */
export async function readInstalled(reader: ClusterReader): Promise<Installed> {
  const [namespace, inNamespace, namespaces, crds] = await Promise.all([
    reader.read<LiveObject>(`/api/v1/namespaces/${ARGOCD_NAMESPACE}`),
    hasArgoCd(reader, ARGOCD_NAMESPACE),
    argocdNamespaces(reader),
    Promise.all(CRDS.map((name) => reader.read(definitionPath(name)))),
  ]);
  return {
    ...(namespace && { namespace }),
    inNamespace,
    namespaces,
    crds: CRDS.filter((_, index) => crds[index] !== undefined),
  };
}

/** Notes of each namespace among conflicts whether an Argo CD runs in it. */
export function withArgoCds(reader: ClusterReader, conflicts: readonly Conflict[]): Promise<Conflict[]> {
  return Promise.all(
    conflicts.map(async (conflict) => {
      const { kind, metadata } = conflict.object;
      return kind === "Namespace" ? { ...conflict, hasArgoCd: await hasArgoCd(reader, metadata.name) } : conflict;
    }),
  );
}

/** Whether a namespace has the settings of an Argo CD. */
export async function hasArgoCd(reader: ClusterReader, namespace: string): Promise<boolean> {
  return (await reader.read(settingsPath(namespace))) !== undefined;
}

/** Why a stack can't install an Argo CD: the cluster has one that is not its own. */
export function installationErrors(installed: Installed, environment: Claimant, owner: string): ValidationError[] {
  const { namespace, inNamespace, namespaces } = installed;
  if (namespace !== undefined && inNamespace) return inItsNamespace(namespace, environment, owner);
  return namespace === undefined || namespaces.length > 0 ? elsewhere(installed, environment) : [];
}

/** What of a stack decides what it can do about an Argo CD of somebody else. */
type Claimant = Pick<Environment, "name" | "adopt" | "delivery">;

/** It would be given our CRDs, and lose them with this stack. */
function elsewhere({ crds, namespaces }: Installed, environment: Claimant): ValidationError[] {
  const { name, adopt } = environment;
  const left = crds
    .map((crd) => ({ kind: "CustomResourceDefinition", metadata: { name: crd } }))
    .filter((crd) => !adopt.includes(importable(crd)));
  if (left.length === 0) return [];
  const [first] = namespaces;
  if (first !== undefined) {
    const places = `the namespace${namespaces.length > 1 ? "s" : ""} ${namespaces.join(" and ")}`;
    return [
      {
        path: INSTALLATION,
        problem: `is install, but the cluster has an Argo CD already, in ${places}`,
        remedy: `${useIt(environment, `argocd: { mode: existing, namespace: ${first} }`)}.`,
      },
    ];
  }
  const [them, are] = left.length === 1 ? ["the CRD", "is"] : ["the CRDs", "are"];
  return [
    {
      path: INSTALLATION,
      problem:
        "is install, but the cluster has an Argo CD already, or what is left of one: " +
        `${them} ${left.map(({ metadata }) => metadata.name).join(" and ")} ${are} there`,
      remedy:
        `${useIt(environment, "argocd: { mode: existing, namespace: … }")}. Where only ${them} ${are} left of it, take over what is left: ` +
        adoptCommands(left, name, adopt.length),
    },
  ];
}

/** A stack without an environment is there to install one, so it is the others that use what is there. */
function useIt({ delivery }: Claimant, setting: string): string {
  return delivery === "none"
    ? `Have that one deploy the environments, without this stack: ${setting}, in theirs`
    : `Have that one deploy this environment: ${setting}`;
}

/** Its namespace is never offered: who owns the namespace deletes all that the Argo CD is to others. */
function inItsNamespace(
  namespace: Pick<LiveObject, "metadata">,
  environment: Claimant,
  owner: string,
): ValidationError[] {
  const { adopt } = environment;
  const stack = namespace.metadata.annotations?.[OWNER];
  // A stack that was renamed names its namespace in `adopt`.
  if (stack === owner || (stack !== undefined && adopt.includes(ARGOCD))) return [];
  const [problem, remedy] =
    stack === undefined
      ? [
          `has an Argo CD already, ${describeCreator(namespace)}`,
          `${useIt(environment, "argocd.mode: existing")}. Or take it over with all that it deploys: docs/takeover.md.`,
        ]
      : [
          `has the Argo CD of the stack ${stack}`,
          "Have that one deploy this environment: argocd.mode: existing. If that was the name of this stack: docs/clusters.md.",
        ];
  return [{ path: INSTALLATION, problem: `is install, but the namespace ${ARGOCD_NAMESPACE} ${problem}`, remedy }];
}
