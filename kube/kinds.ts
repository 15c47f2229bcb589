import { groupOf, type Identified } from "./object";

/** What the API calls the kinds that we ask for by its paths, by group. */
const PLURALS: Record<string, Record<string, string>> = {
  "": { Namespace: "namespaces", Secret: "secrets" },
  apps: { Deployment: "deployments" },
  "admissionregistration.k8s.io": {
    ValidatingAdmissionPolicy: "validatingadmissionpolicies",
    ValidatingAdmissionPolicyBinding: "validatingadmissionpolicybindings",
  },
  "agentgateway.dev": {
    AgentgatewayBackend: "agentgatewaybackends",
    AgentgatewayPolicy: "agentgatewaypolicies",
  },
  "apiextensions.k8s.io": { CustomResourceDefinition: "customresourcedefinitions" },
  "argoproj.io": { Application: "applications", AppProject: "appprojects" },
  "gateway.networking.k8s.io": {
    BackendTLSPolicy: "backendtlspolicies",
    Gateway: "gateways",
    GRPCRoute: "grpcroutes",
    HTTPRoute: "httproutes",
    ListenerSet: "listenersets",
    TCPRoute: "tcproutes",
    TLSRoute: "tlsroutes",
  },
  "rbac.authorization.k8s.io": {
    ClusterRole: "clusterroles",
    ClusterRoleBinding: "clusterrolebindings",
    Role: "roles",
    RoleBinding: "rolebindings",
  },
};

/** What the API calls a kind, and where it has it: a request for objects of any kind, without their name. */
export function resourceOf({ apiVersion, kind }: Omit<Identified, "metadata">): {
  group: string;
  version: string;
  plural: string;
} {
  const group = groupOf({ apiVersion });
  const plural = PLURALS[group]?.[kind];
  if (plural === undefined) throw new Error(`it is not known what the API calls ${kind} of ${apiVersion}`);
  return { group, version: apiVersion.slice(apiVersion.indexOf("/") + 1), plural };
}

/** Path of a version of the API: `/api/v1`, `/apis/apps/v1`. */
export function versionPath(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** Path of an object in the API. */
export function objectPath(object: Identified): string {
  const { name, namespace } = object.metadata;
  const within = namespace ? `/namespaces/${namespace}` : "";
  return `${versionPath(object.apiVersion)}${within}/${resourceOf(object).plural}/${name}`;
}
