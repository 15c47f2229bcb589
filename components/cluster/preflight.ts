import type { ValidationError } from "../../core/errors";
import type { Environment } from "../../config/schema";
import type { SecretValue } from "../../core/secret";
import { ARGOCD_NAMESPACE } from "../argocd/namespace";
import { apiServer } from "../../kube/kubeconfig";
import { kubeconfigErrors, type KubeconfigUse } from "../../kube/kubeconfigErrors";
import { exclusiveObjects } from "./exclusiveObjects";
import { conflictErrors, findConflicts } from "./ownership";
import { ClusterReader } from "../../kube/reach";
import { clusterSecretName } from "./secret";

/** What is wrong with the clusters of an environment, before anything in them is changed: it is read there. */
export async function clusterErrors(environment: Environment, owner: string): Promise<ValidationError[]> {
  const { name, cluster, argocd, delivery } = environment;
  const remote = delivery === "gitops" && argocd.mode === "hub";
  const ofCluster = { path: "cluster.kubeconfig", stack: name, context: cluster.context, registered: remote };
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
  const unreachable = new Map<string, ValidationError>();
  // Who has just answered may be away in the next moment, or too busy.
  const orUnreachable = <T>(path: string, reader: ClusterReader, answer: Promise<T[]>): Promise<T[]> =>
    answer.catch((error: Error) => {
      unreachable.set(path, { path, ...reader.explain(error) });
      return [];
    });
  const hubPath = remote ? "argocd.kubeconfig" : ofCluster.path;
  const [inTarget = [], inHub = [], others = []] = await Promise.all([
    target.reader &&
      orUnreachable(ofCluster.path, target.reader, findConflicts(target.reader, "the cluster", exclusive.target, rule)),
    hub.reader &&
      orUnreachable(hubPath, hub.reader, findConflicts(hub.reader, "Argo CD's cluster", exclusive.hub, rule)),
    hub.reader && target.reader && orUnreachable(hubPath, hub.reader, argoCdErrors(hub.reader, environment)),
  ]);
  const conflicts = conflictErrors([...inTarget, ...inHub], name, environment.adopt.length);
  return [...target.errors, ...hub.errors, ...unreachable.values(), ...conflicts, ...others];
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
function argoCdErrors(hub: ClusterReader, environment: Environment): Promise<ValidationError[]> {
  if (environment.delivery === "direct") return Promise.resolve([]);
  return environment.argocd.mode === "hub" ? hubErrors(hub, environment) : otherArgoCd(hub, environment);
}

const ARGOCD_API = "/apis/argoproj.io/v1alpha1";
const CRD = "applications.argoproj.io";

interface ClusterSecrets {
  items: { metadata: { name: string }; data?: Record<string, string> }[];
}

/** A hub must have Argo CD, which must not know the cluster by another Secret: it would take either of them. */
async function hubErrors(hub: ClusterReader, { cluster }: Environment): Promise<ValidationError[]> {
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
  const server =
    cluster.kubeconfig && apiServer(cluster.kubeconfig.reveal(), cluster.context, "cluster.kubeconfig").server;
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

/** An Argo CD in another namespace would be given our CRDs, and lose them with this stack. */
async function otherArgoCd(reader: ClusterReader, { adopt }: Environment): Promise<ValidationError[]> {
  if (adopt.includes(`CustomResourceDefinition/${CRD}`)) return [];
  const [crd, namespace] = await Promise.all([
    reader.read(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${CRD}`),
    reader.read(`/api/v1/namespaces/${ARGOCD_NAMESPACE}`),
  ]);
  if (crd === undefined || namespace !== undefined) return [];
  return [
    {
      path: "argocd.mode",
      problem: `is own, but the cluster has an Argo CD already, in another namespace: the CRD ${CRD} is there`,
      remedy:
        "Remove that one; or, where only the CRD is left of it, take it over: " +
        `pulumi config set --path 'adopt[0]' CustomResourceDefinition/${CRD}`,
    },
  ];
}
