import type { ValidationError } from "../../core/errors";
import type { Environment } from "../../config/schema";
import type { SecretValue } from "../../core/secret";
import { ARGOCD_NAMESPACE } from "../argocd/namespace";
import { apiServer } from "../../kube/kubeconfig";
import type { Identified } from "../../kube/object";
import { kubeconfigErrors, type KubeconfigUse } from "../../kube/kubeconfigErrors";
import { exclusiveObjects } from "./exclusiveObjects";
import { formerArgoCdErrors } from "./formerArgoCd";
import { ARGOCD, INSTALLATION, installationErrors, readInstalled, withArgoCds } from "./otherArgoCd";
import { conflictErrors, findConflicts, importable } from "./ownership";
import { ClusterReader } from "../../kube/reach";
import { clusterSecretName } from "./secret";

/** What is wrong with the clusters of an environment, before anything in them is changed: it is read there. */
export async function clusterErrors(environment: Environment, owner: string): Promise<ValidationError[]> {
  const { name, cluster, argocd, delivery } = environment;
  const remote = delivery === "gitops" && argocd.mode === "hub";
  // Where Argo CD has an address of its own, that of the kubeconfig is only yours.
  const registered = remote && cluster.argocd?.server === undefined;
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
  const orUnreachable = <T>(path: string, reader: ClusterReader, answer: Promise<T[]>): Promise<T[]> =>
    answer.catch((error: Error) => {
      unreachable.set(path, { path, ...reader.explain(error) });
      return [];
    });
  const hubPath = remote ? "argocd.kubeconfig" : ofCluster.path;
  // A server is only known of a kubeconfig that leads somewhere.
  const known = remote && hub.reader && target.reader;
  const elsewhere = known && serverOf(environment, "cluster") !== serverOf(environment, "argocd");
  const [inTarget = [], inHub = [], others = [], former = []] = await Promise.all([
    target.reader &&
      orUnreachable(ofCluster.path, target.reader, conflictsIn(target.reader, "the cluster", exclusive.target)),
    hub.reader && orUnreachable(hubPath, hub.reader, conflictsIn(hub.reader, "Argo CD's cluster", exclusive.hub)),
    hub.reader && target.reader && orUnreachable(hubPath, hub.reader, argoCdErrors(hub.reader, environment, owner)),
    elsewhere && target.reader
      ? orUnreachable(ofCluster.path, target.reader, formerArgoCdErrors(target.reader, environment))
      : [],
  ]);
  // Whose Argo CD it is, the other error says, and what to do about it.
  const apart = others.some(({ path }) => path === INSTALLATION);
  const offered = [...inTarget, ...inHub].filter(({ object }) => !apart || importable(object) !== ARGOCD);
  const conflicts = conflictErrors(offered, name, environment.adopt.length);
  return [...target.errors, ...hub.errors, ...unreachable.values(), ...conflicts, ...others, ...former];
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

/** What is wrong with the Argo CD that there is, or is to be. */
async function argoCdErrors(hub: ClusterReader, environment: Environment, owner: string): Promise<ValidationError[]> {
  if (environment.delivery === "direct") return [];
  if (environment.argocd.mode === "hub") return hubErrors(hub, environment);
  return isAdopting() ? [] : installationErrors(await readInstalled(hub), environment, owner);
}

const ARGOCD_API = "/apis/argoproj.io/v1alpha1";

interface ClusterSecrets {
  items: { metadata: { name: string }; data?: Record<string, string> }[];
}

/** A hub must have Argo CD, which must not know the cluster by another Secret: it would take either of them. */
async function hubErrors(hub: ClusterReader, environment: Environment): Promise<ValidationError[]> {
  const { cluster } = environment;
  if ((await hub.read(ARGOCD_API)) === undefined) {
    return [
      {
        path: "argocd.kubeconfig",
        problem: "leads to a cluster without Argo CD",
        remedy: "First `pulumi up` the stack whose argocd.mode is own, which installs it.",
      },
    ];
  }
  const secrets = await hub.read<ClusterSecrets>(
    `/api/v1/namespaces/${ARGOCD_NAMESPACE}/secrets?labelSelector=argocd.argoproj.io%2Fsecret-type%3Dcluster`,
  );
  const server = cluster.argocd?.server?.replace(/\/+$/, "") ?? serverOf(environment, "cluster");
  return (secrets?.items ?? [])
    .filter(({ metadata }) => metadata.name !== clusterSecretName(cluster.name))
    .flatMap(({ metadata, data }) => {
      const value = (key: string) => Buffer.from(data?.[key] ?? "", "base64").toString();
      const same = [
        ...(value("name") === cluster.name ? [`"${cluster.name}"`] : []),
        ...(value("server").replace(/\/+$/, "") === server ? [`the server ${server}`] : []),
      ];
      if (same.length === 0) return [];
      return [
        {
          path: "cluster.name",
          problem: `Argo CD knows ${same.join(" and ")} already, by its Secret ${metadata.name}, and would take either`,
          remedy: `Remove that one (kubectl delete secret ${metadata.name} -n ${ARGOCD_NAMESPACE}), or leave the cluster to it.`,
        },
      ];
    });
}

/** The server of a kubeconfig that was found to lead somewhere. */
function serverOf(environment: Environment, of: "cluster" | "argocd"): string | undefined {
  const { kubeconfig, context } = environment[of];
  return kubeconfig && apiServer(kubeconfig.reveal(), context, `${of}.kubeconfig`).server;
}
