import type { ValidationError } from "../../core/errors";
import type { Environment } from "../../config/schema";
import type { SecretValue } from "../../core/secret";
import type { Identified, KubernetesObject } from "../../kube/object";
import { kubeconfigErrors, type KubeconfigUse } from "../../kube/kubeconfigErrors";
import { registersCluster } from "./controlPlane";
import { examineHub, serverOf, type Examined } from "./hubPreflight";
import { exclusiveObjects } from "./exclusiveObjects";
import { formerArgoCdErrors } from "./formerArgoCd";
import { ARGOCD, INSTALLATION, installationErrors, readInstalled, withArgoCds } from "./otherArgoCd";
import { conflictErrors, findConflicts, importable } from "./ownership";
import { ClusterReader } from "../../kube/reach";
import { IN_CLUSTER } from "./spec";
import { examineTarget } from "./targetPreflight";

const NOTHING: Examined = { errors: [] };

/**
 * Looks at the clusters of an environment. It changes nothing.
 *
 * @param handWritten the objects that a person wrote for it. Default: none
 */
export async function examineClusters(
  environment: Environment,
  owner: string,
  handWritten: readonly KubernetesObject[] = [],
): Promise<Examined> {
  const { name, cluster, argocd, delivery } = environment;
  const remote = delivery === "gitops" && argocd.mode === "existing";
  // Where Argo CD has an address of its own, that of the kubeconfig is only yours.
  const registered = remote && registersCluster(environment) && cluster.argocd?.server === undefined;
  const ofCluster = { path: "cluster.kubeconfig", stack: name, context: cluster.context, registered };
  const target = await open(cluster.kubeconfig, { ...ofCluster, allowLoopback: cluster.allowLoopback });
  // Argo CD may run in the environment's own cluster: then one look is enough.
  const same = cluster.kubeconfig !== undefined && argocd.kubeconfig === cluster.kubeconfig;
  const hub =
    remote && !same
      ? await open(argocd.kubeconfig, {
          path: "argocd.kubeconfig",
          stack: name,
          context: argocd.context,
          registered: false,
          allowLoopback: true,
        })
      : { ...target, errors: [] };

  const takesOver = isAdopting();
  const exclusive = takesOver ? { hub: [], target: [] } : exclusiveObjects(environment);
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
  const hubPath = remote && !same ? "argocd.kubeconfig" : ofCluster.path;
  // A server is only known of a kubeconfig that leads somewhere.
  const both = remote && hub.reader && target.reader && cluster.name !== IN_CLUSTER;
  const elsewhere = both && serverOf(environment, "cluster") !== serverOf(environment, "argocd");
  const [inTarget = [], inHub = [], known = NOTHING, there = NOTHING, former = []] = await Promise.all([
    target.reader &&
      orUnreachable(ofCluster.path, target.reader, conflictsIn(target.reader, "the cluster", exclusive.target)),
    hub.reader && orUnreachable(hubPath, hub.reader, conflictsIn(hub.reader, "Argo CD's cluster", exclusive.hub)),
    hub.reader &&
      target.reader &&
      orUnreachable(hubPath, hub.reader, examineArgoCd(hub.reader, target.reader, environment, owner)),
    target.reader &&
      orUnreachable(
        ofCluster.path,
        target.reader,
        examineTarget(target.reader, environment, { owner, handWritten, takesOver }),
      ),
    elsewhere &&
      target.reader &&
      orUnreachable(ofCluster.path, target.reader, formerArgoCdErrors(target.reader, environment)),
  ]);
  // Whose Argo CD it is, the other error says, and what to do about it.
  const apart = known.errors.some(({ path }) => path === INSTALLATION);
  const offered = [...inTarget, ...inHub].filter(({ object }) => !apart || importable(object) !== ARGOCD);
  const conflicts = conflictErrors(offered, environment);
  const errors = [...target.errors, ...hub.errors, ...unreachable.values(), ...there.errors, ...conflicts];
  const warnings = [...(there.warnings ?? []), ...(known.warnings ?? [])];
  return {
    ...known,
    errors: [...errors, ...known.errors, ...(former || [])],
    ...(warnings.length > 0 && { warnings }),
  };
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
  const takesOver = isAdopting();
  if (environment.argocd.mode === "existing") return examineHub(hub, target, environment, { owner, takesOver });
  return { errors: takesOver ? [] : installationErrors(await readInstalled(hub), environment, owner) };
}
