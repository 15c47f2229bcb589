import { groupOf } from "./apiGroup";
import type { Identified } from "./object";

/** Plurals of the kinds that are read before anything is deployed, by group: asking the cluster would take a request more. */
const PLURALS: Record<string, Record<string, string>> = {
  "": { Namespace: "namespaces", Secret: "secrets" },
  "argoproj.io": { Application: "applications", AppProject: "appprojects" },
  "rbac.authorization.k8s.io": {
    ClusterRole: "clusterroles",
    ClusterRoleBinding: "clusterrolebindings",
    Role: "roles",
    RoleBinding: "rolebindings",
  },
};

/** Path of a version of the API: `/api/v1`, `/apis/apps/v1`. */
export function versionPath(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** Path of a CRD in the API. */
export function definitionPath(name: string): string {
  return `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`;
}

/** Path of an object in the API. */
export function objectPath(object: Identified): string {
  const { apiVersion, kind, metadata } = object;
  const plural = PLURALS[groupOf(object)]?.[kind];
  if (plural === undefined) throw new Error(`it is not known what the API calls ${kind} of ${apiVersion}`);
  const within = metadata.namespace ? `/namespaces/${metadata.namespace}` : "";
  return `${versionPath(apiVersion)}${within}/${plural}/${metadata.name}`;
}
