import { IN_CLUSTER } from "../../components/cluster/spec";
import { CONTROLLER_NAMESPACE } from "../../components/controller/namespace";
import type { LiveObject } from "../../kube/live";
import { refKey, type ObjectRef } from "../../kube/ref";
import { deploysHere, type LiveApplication } from "./application";
import type { Taken } from "./facts";

/** Namespaces that the environment's Applications deploy to and no longer will. */
export function namespacesOf(before: readonly LiveApplication[], environment: Taken): ObjectRef[] {
  const used = [environment.namespace, CONTROLLER_NAMESPACE, environment.argocd.namespace];
  const inCluster = environment.cluster.name === IN_CLUSTER;
  const there = before.filter((application) => deploysHere(application) === inCluster);
  const names = there.flatMap(({ spec }) => spec.destination?.namespace ?? []);
  return [...new Set(names)]
    .filter((name) => !used.includes(name))
    .map((name) => ({ apiVersion: "v1", kind: "Namespace", name }));
}

/** Those of them that are there: Argo CD makes a namespace for an Application, and does not delete it. */
export function formerNamespaces(
  before: readonly LiveApplication[],
  environment: Taken,
  live: ReadonlyMap<string, LiveObject>,
): { object: ObjectRef; note: string }[] {
  return namespacesOf(before, environment)
    .filter((ref) => live.has(refKey(ref)))
    .map((object) => ({ object, note: "nothing is deployed to it any more; delete it if nobody needs it" }));
}
