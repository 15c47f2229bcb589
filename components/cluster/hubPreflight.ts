import type { Environment } from "../../config/schema";
import type { ValidationError } from "../../core/errors";
import { apiServer, type ApiServer } from "../../kube/kubeconfig";
import type { ClusterReader } from "../../kube/reach";
import { accountErrors, argocdUser, registeredErrors } from "./argocdUser";
import type { Findings } from "./findings";
import { reachedByArgoCd } from "./fromArgoCd";
import { CLUSTER_SECRETS, registrationOf, type ClusterSecret, type Registration } from "./registration";
import { IN_CLUSTER } from "./spec";
import { subjectOf } from "./subject";

/** What the clusters of an environment tell before anything in them is changed. */
export interface Examined extends Findings {
  /** The user that Argo CD is to a cluster which the environment does not register; nothing elsewhere. */
  argocdUser?: string;
}

const ARGOCD_API = "/apis/argoproj.io/v1alpha1";

/** A hub must have Argo CD, which must know the cluster by one Secret alone: of two it would take either. */
export async function examineHub(
  hub: ClusterReader,
  target: ClusterReader,
  environment: Environment,
): Promise<Examined> {
  const { cluster } = environment;
  if ((await hub.read(ARGOCD_API)) === undefined) {
    return {
      errors: [
        {
          path: "argocd.kubeconfig",
          problem: "leads to a cluster without Argo CD",
          remedy: "First `pulumi up` the stack whose argocd.mode is install, which installs it.",
        },
      ],
    };
  }
  if (cluster.name === IN_CLUSTER) return { errors: await anotherCluster(hub, target) };
  const secrets = await hub.read<{ items: ClusterSecret[] }>(CLUSTER_SECRETS);
  const known = (secrets?.items ?? []).map(registrationOf);
  const own = apiServerOf(environment, "cluster");
  const server = own && reachedByArgoCd(own, cluster.argocd).server;
  if (cluster.controlPlane === "install") return { errors: registeredErrors(known, { name: cluster.name, server }) };
  const found = argocdUser(known, environment, server);
  if ("errors" in found) return found;
  return { errors: await otherAccount(target, found.registration), argocdUser: found.user };
}

/** Argo CD deploys to its own cluster, so the environment's must be that. */
async function anotherCluster(hub: ClusterReader, target: ClusterReader): Promise<ValidationError[]> {
  // By this namespace, which nobody can delete, clusters are told apart.
  const identity = async (reader: ClusterReader) =>
    (await reader.readIfAllowed<{ metadata: { uid: string } }>("/api/v1/namespaces/kube-system"))?.found?.metadata.uid;
  const [ofHub, ofTarget] = await Promise.all([identity(hub), identity(target)]);
  if (ofHub === undefined || ofTarget === undefined || ofHub === ofTarget) return [];
  return [
    {
      path: "cluster.name",
      problem: "is missing, and cluster.kubeconfig leads to another cluster than argocd.kubeconfig",
      remedy: "Name the cluster, as the hub's Argo CD shall know it.",
    },
  ];
}

/** The account of Argo CD must be on the cluster. Who is no ServiceAccount is on none. */
async function otherAccount(target: ClusterReader, registration: Registration): Promise<ValidationError[]> {
  const { identity } = registration;
  const subject = "user" in identity ? subjectOf(identity.user) : undefined;
  if (subject?.kind !== "ServiceAccount") return [];
  const path = `/api/v1/namespaces/${subject.namespace}/serviceaccounts/${subject.name}`;
  const account = await target.readIfAllowed<{ metadata: { uid?: string } }>(path);
  return account === undefined ? [] : accountErrors(registration, account.found);
}

/** The server of a kubeconfig that was found to lead somewhere. */
export function serverOf(environment: Environment, of: "cluster" | "argocd"): string | undefined {
  return apiServerOf(environment, of)?.server;
}

function apiServerOf(environment: Environment, of: "cluster" | "argocd"): ApiServer | undefined {
  const { kubeconfig, context } = environment[of];
  return kubeconfig && apiServer(kubeconfig.reveal(), context, `${of}.kubeconfig`);
}
