import type { Environment } from "../../config/schema";
import type { ValidationError } from "../../core/errors";
import type { LiveObject } from "../../kube/live";
import type { ClusterReader } from "../../kube/reach";
import { ARGOCD_NAMESPACE } from "../argocd/namespace";
import { OWNER } from "./owner";
import { adoptCommands, describeCreator, importable, type Conflict } from "./ownership";

/** Where the errors are that a stack can't install its Argo CD. */
export const INSTALLATION = "argocd.mode";
/** The name of Argo CD's namespace in `adopt`. */
export const ARGOCD = `Namespace/${ARGOCD_NAMESPACE}`;

/** The CRDs of an installation. */
const CRDS = ["applications.argoproj.io", "appprojects.argoproj.io"];
/** Every Argo CD reads its settings under this name. */
const SETTINGS = "argocd-cm";

/** What a cluster has of an Argo CD. */
export interface Installed {
  /** The namespace in which this program installs one. */
  namespace?: Pick<LiveObject, "metadata">;
  /** Whether one is in that namespace. */
  inNamespace: boolean;
  /** CRDs of one, wherever it is. */
  crds: readonly string[];
}

/** Looks for an Argo CD in a cluster. */
export async function readInstalled(reader: ClusterReader): Promise<Installed> {
  const [namespace, inNamespace, crds] = await Promise.all([
    reader.read<LiveObject>(`/api/v1/namespaces/${ARGOCD_NAMESPACE}`),
    hasArgoCd(reader, ARGOCD_NAMESPACE),
    Promise.all(CRDS.map((name) => reader.read(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`))),
  ]);
  return {
    ...(namespace && { namespace }),
    inNamespace,
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
  return (await reader.read(`/api/v1/namespaces/${namespace}/configmaps/${SETTINGS}`)) !== undefined;
}

/** Why a stack can't install an Argo CD: the cluster has one that is not its own. */
export function installationErrors(
  { namespace, inNamespace, crds }: Installed,
  environment: Pick<Environment, "name" | "adopt">,
  owner: string,
): ValidationError[] {
  if (namespace === undefined) return elsewhere(crds, environment);
  return inNamespace ? inItsNamespace(namespace, environment, owner) : [];
}

/** It would be given our CRDs, and lose them with this stack. */
function elsewhere(crds: readonly string[], { name, adopt }: Pick<Environment, "name" | "adopt">): ValidationError[] {
  const left = crds
    .map((crd) => ({ kind: "CustomResourceDefinition", metadata: { name: crd } }))
    .filter((crd) => !adopt.includes(importable(crd)));
  if (left.length === 0) return [];
  const [them, are] = left.length === 1 ? ["the CRD", "is"] : ["the CRDs", "are"];
  return [
    {
      path: INSTALLATION,
      problem:
        "is install, but the cluster has an Argo CD already, in another namespace: " +
        `${them} ${left.map(({ metadata }) => metadata.name).join(" and ")} ${are} there`,
      remedy:
        `Remove that one; or, where only ${them} ${are} left of it, take over what is left: ` +
        adoptCommands(left, name, adopt.length),
    },
  ];
}

/** Its namespace is never offered: who owns the namespace deletes all that the Argo CD is to others. */
function inItsNamespace(
  namespace: Pick<LiveObject, "metadata">,
  { adopt }: Pick<Environment, "adopt">,
  owner: string,
): ValidationError[] {
  const stack = namespace.metadata.annotations?.[OWNER];
  // A stack that was renamed names its namespace in `adopt`.
  if (stack === owner || (stack !== undefined && adopt.includes(ARGOCD))) return [];
  const [problem, remedy] =
    stack === undefined
      ? [
          `has an Argo CD already, ${describeCreator(namespace)}`,
          "Leave it alone, and deploy without one: delivery: direct. Or take it over with all that it deploys: docs/takeover.md.",
        ]
      : [
          `has the Argo CD of the stack ${stack}`,
          "Have that one deploy this environment: argocd.mode: existing. If that was the name of this stack: docs/clusters.md.",
        ];
  return [{ path: INSTALLATION, problem: `is install, but the namespace ${ARGOCD_NAMESPACE} ${problem}`, remedy }];
}
