import type { KubernetesObject } from "../../kube/object";
import { HUB_MARK } from "../application/protection";
import { serviceAccount } from "../cluster/subject";
import { ARGOCD_NAMESPACE } from "../argocd/namespace";

const RBAC = "rbac.authorization.k8s.io";

/**
 * What Argo CD may read in a cluster without an environment: it lists each kind across the cluster, and of one that it may not
 * list it deletes nothing. A root Application would leave its children behind, and they what they have deployed.
 */
export function hubRights(): [role: KubernetesObject, binding: KubernetesObject] {
  const metadata = { name: HUB_MARK };
  const read = { verbs: ["get", "list", "watch"] };
  const rules = [
    { apiGroups: ["argoproj.io"], resources: ["applications"], ...read },
    // By definitions that change, Argo CD sees which kinds there are.
    { apiGroups: ["apiextensions.k8s.io"], resources: ["customresourcedefinitions"], ...read },
  ];
  const roleRef = { apiGroup: RBAC, kind: "ClusterRole", name: HUB_MARK };
  const subjects = [serviceAccount(ARGOCD_NAMESPACE, "argocd-application-controller")];
  return [
    { apiVersion: `${RBAC}/v1`, kind: "ClusterRole", metadata, rules },
    { apiVersion: `${RBAC}/v1`, kind: "ClusterRoleBinding", metadata, roleRef, subjects },
  ];
}
