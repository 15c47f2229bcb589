import { byScope, type AllowedKind } from "../allowedKinds/kinds";
import type { AllowedKindsSpec } from "../allowedKinds/spec";
import { clusterObjects, crdNames } from "../application/clusterObjects";
import type { KubernetesObject } from "../../kube/object";
import type { ClusterSpec } from "./spec";
import { ARGOCD_NAMESPACE } from "../argocd/namespace";
import { chartRights, type ChartRights, type NamespacedRight } from "../controller/contents/rights";
import { serviceAccount, type Subject } from "./subject";

const READ = ["get", "list", "watch"];
const WRITE = ["create", "update", "patch", "delete"];
/** The one kind of Gateway API without a namespace; the controller makes its object. */
const GATEWAY_CLASSES = "gatewayclasses";

/** A rule of a Role or ClusterRole. */
interface Rule {
  apiGroups: string[];
  resources: string[];
  verbs: string[];
  resourceNames?: string[];
}

/** What the environment's Applications put into its namespaces. Secrets are not among them: Argo CD never sees one. */
const managed: Pick<Rule, "apiGroups" | "resources">[] = [
  { apiGroups: [""], resources: ["configmaps", "serviceaccounts", "services"] },
  { apiGroups: ["apps"], resources: ["deployments"] },
  { apiGroups: ["autoscaling"], resources: ["horizontalpodautoscalers"] },
  { apiGroups: ["policy"], resources: ["poddisruptionbudgets"] },
  { apiGroups: ["networking.k8s.io"], resources: ["networkpolicies"] },
  ...Object.entries(clusterObjects.crds).map(([group, plurals]) => ({
    apiGroups: [group],
    resources: plurals.filter((plural) => plural !== GATEWAY_CLASSES),
  })),
];

/** Of a kind that it may not list, Argo CD deletes nothing: the root Application would leave its children behind. */
const APPLICATIONS = { apiGroups: ["argoproj.io"], resources: ["applications"] };

/** What Argo CD only reads, to assess the health of what it manages. */
const watched: Pick<Rule, "apiGroups" | "resources">[] = [
  { apiGroups: [""], resources: ["events", "pods"] },
  { apiGroups: ["apps"], resources: ["daemonsets", "replicasets"] },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"] },
  { apiGroups: ["gateway.networking.k8s.io"], resources: [GATEWAY_CLASSES] },
  APPLICATIONS,
];

/** The identity that Argo CD uses on a target cluster. */
export interface Manager {
  /** Name of the roles and bindings, unique per environment on the cluster. */
  name: string;
  /** Who is bound. */
  subject: Subject;
  /** Namespaces that the environment uses alone. */
  namespaces: readonly string[];
  /** Those that it makes itself: Argo CD may create and label them. */
  ownNamespaces: readonly string[];
  /** `existing`: the environment brings no CRD, and no role and policy of the control plane. */
  controlPlane: ClusterSpec["controlPlane"];
  /** `existing`: of the control plane it does not bring Gateway API. Default `install`. */
  gatewayApi?: ClusterSpec["gatewayApi"];
  /** What the environment may have beside what every one may, and in which of the namespaces. Default: nothing. */
  allowed?: { kinds: AllowedKindsSpec; namespace: string } | undefined;
  /** What the charts of the control plane bring. Default: what those of the tested line do. */
  chart?: ChartRights | undefined;
}

/** Name of the identity of an environment, and of what belongs to it. */
export function managerName(environment: string): string {
  return `agentgateway-argocd-${environment}`;
}

/** Roles and bindings by which Argo CD can deploy an environment, and little more. */
export function managerAccess({
  name,
  subject,
  namespaces,
  ownNamespaces,
  controlPlane,
  gatewayApi = "install",
  allowed,
  chart = chartRights({}),
}: Manager): KubernetesObject[] {
  const subjects = [subject];
  const { namespaced, clusterWide: named } = byScope(allowed?.kinds);
  const { namespaced: ofChart } = controlPlane === "install" ? chart : { namespaced: [] };
  const inNamespace = (namespace: string): Rule[] => [
    ...[...managed, ...newKinds(chart), ...(namespace === allowed?.namespace ? namespaced.map(ruleOf) : [])].map(
      (rule) => ({
        ...rule,
        verbs: WRITE,
      }),
    ),
    ...ofChart.filter((each) => each.namespace === namespace).map(writing),
  ];
  const rules = [
    ...environmentRules(ownNamespaces),
    ...[...newKinds(chart), ...namespaced.map(ruleOf), ...distinctRules(ofChart.map(ruleOf))].map((rule) => ({
      ...rule,
      verbs: READ,
    })),
    ...named.flatMap(({ group, resource, names }) => clusterWide(group, [resource], names, WRITE)),
    ...(controlPlane === "install" ? controlPlaneRules(gatewayApi === "install", chart) : DEFINITIONS),
  ];
  return [
    ...boundClusterRole(name, subject, rules),
    ...namespaces.flatMap((namespace) => [
      {
        apiVersion: RBAC,
        kind: "Role",
        metadata: { name, namespace },
        rules: inNamespace(namespace),
      },
      {
        apiVersion: RBAC,
        kind: "RoleBinding",
        metadata: { name, namespace },
        roleRef: roleRef("Role", name),
        subjects,
      },
    ]),
  ];
}

/**
 * What Argo CD may read in a cluster without an environment: it lists each kind across the cluster, and of one that it may not
 * list it deletes nothing.
 *
 * @param name of the role and its binding
 */
export function hubAccess(name: string): [role: KubernetesObject, binding: KubernetesObject] {
  const subject = serviceAccount(ARGOCD_NAMESPACE, "argocd-application-controller");
  return boundClusterRole(name, subject, [{ ...APPLICATIONS, verbs: READ }, ...DEFINITIONS]);
}

function boundClusterRole(
  name: string,
  subject: Subject,
  rules: Rule[],
): [role: KubernetesObject, binding: KubernetesObject] {
  const metadata = { name };
  return [
    { apiVersion: RBAC, kind: "ClusterRole", metadata, rules },
    {
      apiVersion: RBAC,
      kind: "ClusterRoleBinding",
      metadata,
      roleRef: roleRef("ClusterRole", name),
      subjects: [subject],
    },
  ];
}

const RBAC = "rbac.authorization.k8s.io/v1";

function roleRef(kind: string, name: string) {
  return { apiGroup: "rbac.authorization.k8s.io", kind, name };
}

function environmentRules(ownNamespaces: readonly string[]): Rule[] {
  return [
    // Argo CD lists each kind across the cluster, so reading can't be bound to namespaces; writing is.
    ...[...managed, ...watched].map((rule) => ({ ...rule, verbs: READ })),
    ...clusterWide("", ["namespaces"], ownNamespaces, ["create", "patch"]),
  ];
}

function ruleOf({ group, resource }: Pick<AllowedKind, "group" | "resource">): Pick<Rule, "apiGroups" | "resources"> {
  return { apiGroups: [group], resources: [resource] };
}

/** Kinds of agentgateway's that the charts of the tested line do not have. */
function newKinds({ crds }: ChartRights): Pick<Rule, "apiGroups" | "resources">[] {
  const group = "agentgateway.dev";
  const known: readonly string[] = clusterObjects.crds[group];
  const resources = crds
    .filter((name) => name.endsWith(`.${group}`))
    .map((name) => name.slice(0, -group.length - 1))
    .filter((plural) => !known.includes(plural));
  return resources.length > 0 ? [{ apiGroups: [group], resources }] : [];
}

/** The right to write what a chart brings into a namespace. */
function writing(right: NamespacedRight): Rule {
  return {
    ...ruleOf(right),
    ...(right.names && { resourceNames: [...right.names] }),
    verbs: verbsOn(right.resource),
  };
}

/** A role that a chart brings may hold more than Argo CD does. */
function verbsOn(resource: string): string[] {
  return resource === "roles" || resource === "clusterroles" ? [...WRITE, "bind", "escalate"] : WRITE;
}

function distinctRules<R extends Pick<Rule, "apiGroups" | "resources">>(rules: readonly R[]): R[] {
  return [...new Map(rules.map((rule) => [JSON.stringify([rule.apiGroups, rule.resources]), rule])).values()];
}

/** By definitions that change, Argo CD sees which kinds there are. */
const DEFINITIONS: Rule[] = [
  { apiGroups: ["apiextensions.k8s.io"], resources: ["customresourcedefinitions"], verbs: READ },
];

function controlPlaneRules(gatewayApi: boolean, { crds, clusterWide: objects }: ChartRights): Rule[] {
  const ofGatewayApi = gatewayApi ? crdNames(["gateway.networking.k8s.io"]) : [];
  const kinds = new Map(objects.map(({ group, resource }) => [`${resource}.${group}`, { group, resource }]));
  return [
    // Never "delete": without the CRDs every gateway of the cluster would be gone.
    ...clusterWide(
      "apiextensions.k8s.io",
      ["customresourcedefinitions"],
      [...ofGatewayApi, ...crds],
      ["create", "update", "patch"],
    ),
    ...(gatewayApi
      ? clusterWide(
          "admissionregistration.k8s.io",
          ["validatingadmissionpolicies", "validatingadmissionpolicybindings"],
          [clusterObjects.admissionPolicy],
          WRITE,
        )
      : []),
    ...[...kinds.values()].flatMap(({ group, resource }) => {
      const names = objects.filter((object) => object.group === group && object.resource === resource);
      return clusterWide(
        group,
        [resource],
        names.map(({ name }) => name),
        verbsOn(resource),
      );
    }),
  ];
}

/**
 * Rights on objects without a namespace: reading all of them, writing the named ones. Server-side apply names what it
 * creates, which a POST would not, so that these rules hold for creating too.
 */
function clusterWide(group: string, resources: string[], resourceNames: readonly string[], verbs: string[]): Rule[] {
  return [
    { apiGroups: [group], resources, verbs: READ },
    // A rule without names would be about all.
    ...(resourceNames.length > 0 ? [{ apiGroups: [group], resources, resourceNames: [...resourceNames], verbs }] : []),
  ];
}
