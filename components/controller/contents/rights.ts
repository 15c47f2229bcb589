import { isAlwaysAllowed } from "../../application/namespacedKinds";
import { clusterObjects, crdGroups, crdNames } from "../../application/clusterObjects";
import { CONTROLLER_NAMESPACE } from "../namespace";
import type { ControlPlaneSpec } from "../spec";
import { chartKinds } from "../values/kinds";
import { parseObject, type ChartObject } from "./object";

/** Kinds or objects that Argo CD may deploy into a namespace. */
export interface NamespacedRight {
  /** Empty for the core. */
  group: string;
  /** The kind, such as `RoleBinding`. */
  kind: string;
  /** What the API calls its kind. */
  resource: string;
  /** The namespace. */
  namespace: string;
  /** The objects. Default: all of the kind. */
  names?: readonly string[];
}

/** What Argo CD may deploy so that it can deploy agentgateway's charts, beside what every environment may have. */
export interface ChartRights {
  /** Names of CRDs. */
  crds: readonly string[];
  /** Other objects without a namespace. */
  clusterWide: readonly ChartObject[];
  /** What has a namespace. */
  namespaced: readonly NamespacedRight[];
}

/** What the stack's chart needs: by what `npm run chart` has found in it, or else by what those of the tested line bring. */
export function chartRights({ values, contents }: Partial<Pick<ControlPlaneSpec, "values" | "contents">>): ChartRights {
  if (contents === undefined) return ofTested(chartKinds(values));
  const objects = [...contents.objects, ...(contents.former ?? [])].map((line) => parseObject(line)!);
  const isCrd = ({ kind }: ChartObject) => kind === "CustomResourceDefinition";
  const withoutNamespace = objects.filter(({ namespace, kind }) => namespace === undefined && kind !== "Namespace");
  return {
    crds: withoutNamespace.filter(isCrd).map(({ name }) => name),
    clusterWide: withoutNamespace.filter((object) => !isCrd(object)),
    namespaced: byKind(objects),
  };
}

/** What the charts of the tested line bring whatever their values are, a line each. */
export function testedObjects(): string[] {
  const { crds, clusterWide } = ofTested([]);
  return [
    ...crds.map((name) => `CustomResourceDefinition.apiextensions.k8s.io ${name}`),
    ...clusterWide.map(({ kind, group, name }) => `${kind}.${group} ${name}`),
  ];
}

function ofTested(optional: ReturnType<typeof chartKinds>): ChartRights {
  const group = "rbac.authorization.k8s.io";
  return {
    crds: crdNames(crdGroups({ gatewayApi: false })),
    clusterWide: [
      { group, kind: "ClusterRole", resource: "clusterroles", name: clusterObjects.clusterRole },
      { group, kind: "ClusterRoleBinding", resource: "clusterrolebindings", name: clusterObjects.clusterRoleBinding },
    ],
    namespaced: optional.map(({ plural, ...kind }) => ({ ...kind, resource: plural, namespace: CONTROLLER_NAMESPACE })),
  };
}

/** The kinds of what has a namespace, each with the names of its objects. */
function byKind(objects: readonly ChartObject[]): NamespacedRight[] {
  const rights = new Map<string, NamespacedRight & { names: string[] }>();
  for (const { group, kind, resource, namespace, name } of objects) {
    if (namespace === undefined || isAlwaysAllowed({ group, kind })) continue;
    const key = [group, kind, namespace].join(" ");
    const right = rights.get(key) ?? { group, kind, resource, namespace, names: [] };
    rights.set(key, { ...right, names: [...right.names, name] });
  }
  return [...rights.values()];
}
