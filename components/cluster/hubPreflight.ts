import type { Environment } from "../../config/schema";
import type { ValidationError } from "../../core/errors";
import { apiServer, type ApiServer } from "../../kube/kubeconfig";
import type { ClusterReader } from "../../kube/reach";
import { accountErrors, argocdUser, registeredErrors } from "./argocdUser";
import type { Findings } from "./findings";
import { reachedByArgoCd } from "./fromArgoCd";
import { registrationOf, secretsPath, type ClusterSecret, type Registration } from "./registration";
import { IN_CLUSTER } from "./spec";
import { existingErrors } from "../argocd/existing/errors";
import type { ExistingArgoCd } from "../argocd/existing/facts";
import { lacksWarning } from "../argocd/existing/lacks";
import { readExisting } from "../argocd/existing/read";
import type { Installer } from "../application/protection";
import type { RepositorySecret } from "../repository/build";
import { scopedRepositories } from "../repository/scoped";
import { subjectOf } from "./subject";

/** What the clusters of an environment tell before anything in them is changed. */
export interface Examined extends Findings {
  /** The user that Argo CD is to a cluster which the environment does not register; nothing elsewhere. */
  argocdUser?: string;
  /** Who has installed the Argo CD; nothing where this stack installs it. */
  installer?: Installer;
  /** What an Argo CD that exists is told of repositories, by what distinguishes the resources. */
  repositories?: Record<string, RepositorySecret>;
}

const ARGOCD_API = "/apis/argoproj.io/v1alpha1";

/**
 * An Argo CD that exists must be there, be able to deploy the environment, and know its cluster.
 *
 * @param owner the stack
 * @param takesOver whether the stack takes over whatever is there
 */
export async function examineHub(
  hub: ClusterReader,
  target: ClusterReader,
  environment: Environment,
  { owner, takesOver }: { owner: string; takesOver: boolean },
): Promise<Examined> {
  const { namespace } = environment.argocd;
  if ((await hub.read(ARGOCD_API)) === undefined) return { errors: [withoutArgoCd(environment)] };
  const own = apiServerOf(environment, "cluster");
  const server = own && reachedByArgoCd(own, environment.cluster.argocd).server;
  const read = await readExisting(hub, environment, owner);
  const found = takesOver ? { ...read, foreign: [] } : read;
  const wrong = existingErrors(found, environment, server);
  const { installer } = found;
  if (found.settings === "missing") return { errors: wrong, installer };
  const { secrets, unused, errors } = scopedRepositories(environment, found.repositories);
  const { errors: ofCluster, argocdUser: user } = await examineRegistration({ hub, target }, environment, {
    server,
    takesOver,
  });
  const account = environment.cluster.name === IN_CLUSTER ? accountOf(found, environment) : {};
  const argocdUser = user ?? account.argocdUser;
  const warnings = [
    lacksWarning(found, namespace),
    account.warning,
    found.repositories === undefined
      ? `The repositories of the Argo CD in ${namespace} can't be read with this kubeconfig, so none was registered there.`
      : undefined,
    ...unused.map(
      ({ path, secret }) =>
        `The credentials of ${path} are not used: the Argo CD in ${namespace} knows that repository by its Secret ${secret} already, and of two it would take either.`,
    ),
  ].filter((warning) => warning !== undefined);
  return {
    errors: [...wrong, ...ofCluster, ...errors],
    warnings,
    installer,
    repositories: secrets,
    ...(argocdUser !== undefined && { argocdUser }),
  };
}

function withoutArgoCd({ cluster, argocd }: Environment): ValidationError {
  const isOwn = cluster.name === IN_CLUSTER && argocd.kubeconfig === cluster.kubeconfig;
  return isOwn
    ? {
        path: "argocd.mode",
        problem: "is existing, but the cluster has no Argo CD",
        remedy:
          "Have this stack install one: argocd.mode: install. For that of another cluster, set argocd.kubeconfig and cluster.name.",
      }
    : {
        path: "argocd.kubeconfig",
        problem: "leads to a cluster without Argo CD",
        remedy: "First `pulumi up` the stack whose argocd.mode is install, which installs it.",
      };
}

/** Who Argo CD is to the cluster that it runs in. */
function accountOf(
  { account, installer }: ExistingArgoCd,
  { cluster, argocd: { namespace } }: Environment,
): { argocdUser?: string; warning?: string } {
  if (cluster.argocdUser !== undefined) return { argocdUser: cluster.argocdUser };
  if (account !== undefined) return { argocdUser: `system:serviceaccount:${namespace}:${account}` };
  if (installer !== "somebody else") return {};
  return {
    warning:
      `No application controller was found in ${namespace}, so rights are given to the ServiceAccount argocd-application-controller. ` +
      "Where it has another, say which: cluster.argocdUser.",
  };
}

/** Argo CD must know the cluster by one Secret alone: of two it would take either. */
async function examineRegistration(
  { hub, target }: { hub: ClusterReader; target: ClusterReader },
  environment: Environment,
  { server, takesOver }: { server: string | undefined; takesOver: boolean },
): Promise<Pick<Examined, "errors" | "argocdUser">> {
  const { cluster, argocd } = environment;
  const { namespace } = argocd;
  if (cluster.name === IN_CLUSTER) return { errors: await anotherCluster(hub, target) };
  const secrets = await hub.read<{ items: ClusterSecret[] }>(secretsPath(namespace, "cluster"));
  const known = (secrets?.items ?? []).map(registrationOf);
  if (cluster.controlPlane === "install")
    return { errors: takesOver ? [] : registeredErrors(known, { name: cluster.name, server, namespace }) };
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
