import type { Environment } from "../../config/schema";
import { CONTROLLER_NAMESPACE } from "../application/children";
import { appProjects } from "../application/projects";
import { rootApplication } from "../application/root";
import { ARGOCD_NAMESPACE } from "../argocd/namespace";
import type { Identified } from "../../kube/object";
import { managerAccess, managerName } from "./rbac";
import { clusterSecretMeta } from "./secret";

/** Objects of an environment that nobody else may have in its clusters under the same names. */
export function exclusiveObjects(environment: Environment): { hub: Identified[]; target: Identified[] } {
  const { name, namespace, argocd, cluster, delivery } = environment;
  const controllers = cluster.controller === "own" ? [CONTROLLER_NAMESPACE] : [];
  const namespaces = [...new Set([namespace, ...controllers])].map(namespaceObject);
  if (delivery === "direct") return { hub: [], target: namespaces };
  if (delivery === "none") return { hub: [namespaceObject(ARGOCD_NAMESPACE)], target: [] };
  const access = managerAccess({ name: managerName(name), subject: { name: "", namespace: "" }, namespaces: [] });
  const ofArgoCd =
    argocd.mode === "own"
      ? namespaceObject(ARGOCD_NAMESPACE)
      : { apiVersion: "v1", kind: "Secret", metadata: clusterSecretMeta(cluster) };
  return {
    hub: [...appProjects(environment), rootApplication(environment), ofArgoCd],
    target: [...namespaces, ...access],
  };
}

function namespaceObject(name: string): Identified {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name } };
}
