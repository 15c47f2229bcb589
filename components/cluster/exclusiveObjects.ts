import type { Environment } from "../../config/schema";
import { appProjects } from "../application/projects";
import { rootApplication } from "../application/root";
import { ARGOCD_NAMESPACE } from "../argocd/namespace";
import type { Identified } from "../../kube/object";
import { registersCluster } from "./controlPlane";
import { ownedNamespaces } from "./namespaces";
import { managerAccess, managerName } from "./rbac";
import { clusterSecretMeta } from "./secret";
import { serviceAccount } from "./subject";

/** Objects of an environment that nobody else may have in its clusters under the same names. */
export function exclusiveObjects(environment: Environment): { hub: Identified[]; target: Identified[] } {
  const { name, delivery } = environment;
  const namespaces = ownedNamespaces(environment).map(namespaceObject);
  if (delivery === "direct") return { hub: [], target: namespaces };
  if (delivery === "none") return { hub: [namespaceObject(ARGOCD_NAMESPACE)], target: [] };
  const access = managerAccess({
    name: managerName(name),
    subject: serviceAccount("", ""),
    namespaces: [],
    ownNamespaces: [],
    controlPlane: "existing",
  });
  return {
    hub: [...appProjects(environment), rootApplication(environment), ...inArgoCd(environment)],
    target: [...namespaces, ...access],
  };
}

/** What makes an Argo CD this stack's, or a cluster of another's. */
function inArgoCd({ argocd, cluster }: Environment): Identified[] {
  if (argocd.mode === "install") return [namespaceObject(ARGOCD_NAMESPACE)];
  if (!registersCluster({ cluster })) return [];
  return [{ apiVersion: "v1", kind: "Secret", metadata: clusterSecretMeta(cluster, argocd.namespace) }];
}

function namespaceObject(name: string): Identified {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name } };
}
