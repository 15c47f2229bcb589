import type { ValidationError } from "../../core/errors";
import type { Environment } from "../../config/schema";
import type { SecretValue } from "../../core/secret";
import { apiServer } from "../../kube/kubeconfig";
import type { Identified } from "../../kube/object";
import { kubeconfigErrors, type KubeconfigUse } from "../../kube/kubeconfigErrors";
import { registersCluster } from "./controlPlane";
import { exclusiveObjects } from "./exclusiveObjects";
import { controlPlaneErrors, readControlPlane } from "./existingControlPlane";
import { ARGOCD, INSTALLATION, installationErrors, readInstalled, withArgoCds } from "./otherArgoCd";
import { conflictErrors, findConflicts, importable } from "./ownership";
import { ClusterReader } from "../../kube/reach";
import {
  accountErrors,
  argocdUser,
  CLUSTER_SECRETS,
  registeredErrors,
  registrationOf,
  type ClusterSecret,
  type Registration,
} from "./registration";
import { IN_CLUSTER } from "./spec";
import { subjectOf } from "./subject";

/** What the clusters of an environment tell before anything in them is changed. */
export interface Examined {
  /** What is wrong with them. */
  errors: ValidationError[];
  /** The user that Argo CD is to a cluster which the environment does not register; nothing elsewhere. */
  argocdUser?: string;
}

/** Looks at the clusters of an environment. It reads only. */
export async function examineClusters(environment: Environment, owner: string): Promise<Examined> {
  const { name, cluster, argocd, delivery } = environment;
  const remote = delivery === "gitops" && argocd.mode === "hub";
  const registered = remote && registersCluster(environment);
  const ofCluster = { path: "cluster.kubeconfig", stack: name, context: cluster.context, registered };
  const target = await open(cluster.kubeconfig, { ...ofCluster, allowLoopback: cluster.allowLoopback });
  const hub = remote
    ? await open(argocd.kubeconfig, {
        path: "argocd.kubeconfig",
        stack: name,
        context: argocd.context,
        registered: false,
        allowLoopback: true,
      })
    : { ...target, errors: [] };

  const exclusive = isAdopting() ? { hub: [], target: [] } : exclusiveObjects(environment);
  const rule = { owner, adopted: environment.adopt };
  const conflictsIn = async (reader: ClusterReader, where: string, desired: readonly Identified[]) =>
    withArgoCds(reader, await findConflicts(reader, where, desired, rule));
  const unreachable = new Map<string, ValidationError>();
  // Who has just answered may be away in the next moment, or too busy.
  const orUnreachable = <T>(path: string, reader: ClusterReader, answer: Promise<T>): Promise<T | undefined> =>
    answer.catch((error: Error) => {
      unreachable.set(path, { path, ...reader.explain(error) });
      return undefined;
    });
  const hubPath = remote ? "argocd.kubeconfig" : ofCluster.path;
  const [inTarget = [], inHub = [], known = { errors: [] }, lacking = []] = await Promise.all([
    target.reader &&
      orUnreachable(ofCluster.path, target.reader, conflictsIn(target.reader, "the cluster", exclusive.target)),
    hub.reader && orUnreachable(hubPath, hub.reader, conflictsIn(hub.reader, "Argo CD's cluster", exclusive.hub)),
    hub.reader &&
      target.reader &&
      orUnreachable(hubPath, hub.reader, examineArgoCd(hub.reader, target.reader, environment, owner)),
    target.reader &&
      cluster.controlPlane === "existing" &&
      orUnreachable(
        ofCluster.path,
        target.reader,
        readControlPlane(target.reader).then((found) => controlPlaneErrors(found, owner)),
      ),
  ]);
  // Whose Argo CD it is, the other error says, and what to do about it.
  const apart = known.errors.some(({ path }) => path === INSTALLATION);
  const offered = [...inTarget, ...inHub].filter(({ object }) => !apart || importable(object) !== ARGOCD);
  const conflicts = conflictErrors(offered, environment);
  const errors = [...target.errors, ...hub.errors, ...unreachable.values(), ...(lacking || []), ...conflicts];
  return { ...known, errors: [...errors, ...known.errors] };
}

/** Whether everything may be taken over: `npm run takeover` has the provider do that, after a look of its own. */
function isAdopting(): boolean {
  return process.env.PULUMI_K8S_UPSERT_EXISTING_OBJECTS === "true";
}

/** A kubeconfig that leads somewhere, or what is wrong with it. */
async function open(
  kubeconfig: SecretValue | undefined,
  use: KubeconfigUse,
): Promise<{ reader?: ClusterReader; errors: ValidationError[] }> {
  if (kubeconfig === undefined) return { errors: [] };
  const errors = kubeconfigErrors(kubeconfig.reveal(), use);
  if (errors.length > 0) return { errors };
  const reader = new ClusterReader(kubeconfig.reveal(), use.context);
  const problem = await reader.problem();
  return problem === undefined ? { reader, errors } : { errors: [{ path: use.path, ...problem }] };
}

/** What is wrong with the Argo CD that there is, or is to be; and who it is to the cluster. */
async function examineArgoCd(
  hub: ClusterReader,
  target: ClusterReader,
  environment: Environment,
  owner: string,
): Promise<Examined> {
  if (environment.delivery === "direct") return { errors: [] };
  if (environment.argocd.mode === "hub") return examineHub(hub, target, environment);
  return { errors: isAdopting() ? [] : installationErrors(await readInstalled(hub), environment, owner) };
}

const ARGOCD_API = "/apis/argoproj.io/v1alpha1";

/** A hub must have Argo CD, which must know the cluster by one Secret alone: of two it would take either. */
async function examineHub(hub: ClusterReader, target: ClusterReader, environment: Environment): Promise<Examined> {
  const { cluster } = environment;
  if ((await hub.read(ARGOCD_API)) === undefined) {
    return {
      errors: [
        {
          path: "argocd.kubeconfig",
          problem: "leads to a cluster without Argo CD",
          remedy: "First `pulumi up` the stack whose argocd.mode is own, which installs it.",
        },
      ],
    };
  }
  if (cluster.name === IN_CLUSTER) return { errors: await anotherCluster(hub, target) };
  const secrets = await hub.read<{ items: ClusterSecret[] }>(CLUSTER_SECRETS);
  const known = (secrets?.items ?? []).map(registrationOf);
  const server =
    cluster.kubeconfig && apiServer(cluster.kubeconfig.reveal(), cluster.context, "cluster.kubeconfig").server;
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
