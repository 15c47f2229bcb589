import type { KubernetesObject } from "../kubernetes";

const READ = ["get", "list", "watch"];
const WRITE = ["create", "update", "patch", "delete"];

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
  {
    apiGroups: ["gateway.networking.k8s.io"],
    resources: [
      "backendtlspolicies",
      "gateways",
      "grpcroutes",
      "httproutes",
      "listenersets",
      "referencegrants",
      "tcproutes",
      "tlsroutes",
    ],
  },
  {
    apiGroups: ["agentgateway.dev"],
    resources: ["agentgatewaybackends", "agentgatewayparameters", "agentgatewaypolicies"],
  },
];

/** What Argo CD only looks at, to judge the health of what it manages. */
const watched: Pick<Rule, "apiGroups" | "resources">[] = [
  { apiGroups: [""], resources: ["events", "namespaces", "pods"] },
  { apiGroups: ["apps"], resources: ["daemonsets", "replicasets"] },
  { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"] },
  { apiGroups: ["gateway.networking.k8s.io"], resources: ["gatewayclasses"] },
  // Of a kind that it may not list, Argo CD deletes nothing: the root Application would leave its children behind.
  { apiGroups: ["argoproj.io"], resources: ["applications"] },
];

/** The identity that Argo CD uses on a target cluster. */
export interface Manager {
  /** Name of the roles and bindings, unique per environment on the cluster. */
  name: string;
  /** The ServiceAccount that is bound. */
  subject: { name: string; namespace: string };
  /** Namespaces in which the environment's objects live. */
  namespaces: readonly string[];
  /** Namespace of the agentgateway controller, whose chart brings a ClusterRole. */
  controllerNamespace: string;
}

/** Roles and bindings by which Argo CD can deploy an environment, and little more. */
export function managerAccess(manager: Manager): KubernetesObject[] {
  const { name, subject, namespaces } = manager;
  const subjects = [{ kind: "ServiceAccount", ...subject }];
  return [
    { apiVersion: RBAC, kind: "ClusterRole", metadata: { name }, rules: clusterRules(manager) },
    {
      apiVersion: RBAC,
      kind: "ClusterRoleBinding",
      metadata: { name },
      roleRef: roleRef("ClusterRole", name),
      subjects,
    },
    ...namespaces.flatMap((namespace) => [
      {
        apiVersion: RBAC,
        kind: "Role",
        metadata: { name, namespace },
        rules: managed.map((rule) => ({ ...rule, verbs: WRITE })),
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

const RBAC = "rbac.authorization.k8s.io/v1";

function roleRef(kind: string, name: string) {
  return { apiGroup: "rbac.authorization.k8s.io", kind, name };
}

function clusterRules({ controllerNamespace }: Manager): Rule[] {
  const controllerRole = `agentgateway-${controllerNamespace}`;
  return [
    // Argo CD lists each kind across the cluster, so reading can't be bound to namespaces; writing is.
    ...[...managed, ...watched].map((rule) => ({ ...rule, verbs: READ })),
    { apiGroups: [""], resources: ["namespaces"], verbs: ["create", "patch"] },
    // Never "delete": without the CRDs every gateway of the cluster would be gone.
    {
      apiGroups: ["apiextensions.k8s.io"],
      resources: ["customresourcedefinitions"],
      verbs: [...READ, "create", "update", "patch"],
    },
    {
      apiGroups: ["admissionregistration.k8s.io"],
      resources: ["validatingadmissionpolicies", "validatingadmissionpolicybindings"],
      verbs: [...READ, ...WRITE],
    },
    // The chart of the controller brings its ClusterRole. Argo CD creates it by POST, whose permission check knows no name.
    { apiGroups: ["rbac.authorization.k8s.io"], resources: ["clusterroles"], verbs: [...READ, ...WRITE, "escalate"] },
    { apiGroups: ["rbac.authorization.k8s.io"], resources: ["clusterrolebindings"], verbs: [...READ, ...WRITE] },
    {
      apiGroups: ["rbac.authorization.k8s.io"],
      resources: ["clusterroles"],
      resourceNames: [controllerRole],
      verbs: ["bind"],
    },
  ];
}
