import { ARGOCD_NAMESPACE } from "../../components/argocd/namespace";
import type { Expected } from "../../components/serving/expected";
import { readParts } from "../../components/serving/read";
import type { Cluster } from "../../kube/cluster";
import type { ObjectStatus } from "../../kube/conditions";
import { withServing } from "./read";

type Workloads = Expected["workloads"];

/** What every Argo CD is of; others depend on its settings. */
const ALWAYS = [
  { kind: "StatefulSet", name: "argocd-application-controller", replicas: 1 },
  { kind: "Deployment", name: "argocd-repo-server", replicas: 1 },
  { kind: "Deployment", name: "argocd-server", replicas: 1 },
] as const;

/** Whether the Argo CD of a cluster works, as its workloads show. */
export async function readArgoCd(cluster: Cluster): Promise<ObjectStatus[]> {
  const lists = await Promise.all(
    (["Deployment", "StatefulSet"] as const).map(async (kind) => {
      const live = await cluster.list<{ metadata: { name: string } }>(
        { apiVersion: "apps/v1", kind, namespace: ARGOCD_NAMESPACE },
        "app.kubernetes.io/part-of=argocd",
      );
      return live.map(({ metadata: { name } }) => ({ kind, name }));
    }),
  );
  const optional = lists.flat().filter(({ name }) => !ALWAYS.some((each) => each.name === name));
  const workloads: Workloads = [...ALWAYS, ...optional];
  const expected = { namespace: ARGOCD_NAMESPACE, gateways: [], workloads, ownController: false };
  return withServing([], await readParts(cluster, expected));
}
