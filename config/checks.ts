import { kindErrors } from "../components/allowedKinds/refused";
import { controllerErrors } from "../components/controller/errors";
import { contentsErrors } from "../components/controller/contents/errors";
import { CONTROLLER_NAMESPACE } from "../components/controller/namespace";
import { argocdErrors } from "../components/argocd/errors";
import { notificationsSecret } from "../components/argocd/notifications/build";
import { signOnSecret } from "../components/argocd/sso/build";
import { webhookEntries } from "../components/argocd/webhook/build";
import { registersCluster } from "../components/cluster/controlPlane";
import { environmentNamespaces } from "../components/cluster/namespaces";
import { isHubs } from "../components/cluster/source";
import { IN_CLUSTER, type ClusterSpec } from "../components/cluster/spec";
import type { SecretEntry, SecretSpec } from "../components/credentials";
import { environmentSecrets, type Contents } from "../components/environment";
import { llmErrors } from "../components/llm/errors";
import { unnamedServers } from "../components/mcp/errors";
import { mcpPaths } from "../components/mcp/routing";
import { policyErrors } from "../components/policy/errors";
import { credentialTemplates, repositorySecrets } from "../components/repository/build";
import { repositoryErrors } from "../components/repository/errors";
import type { ValidationError } from "../core/errors";
import { UnsetSecret } from "../core/secret";
import { isSuffix, type Environment } from "./schema";

const MCP_SERVERS_PER_PATH = 32;

/** Rules between the parts of an environment, which no part's schema can check alone. */
export function crossChecks(environment: Environment): ValidationError[] {
  return [
    ...clusterRole(environment),
    ...kindErrors(environment.allowedKinds),
    ...controllersNamespace(environment),
    ...controlPlane(environment),
    ...argocdsNamespace(environment),
    ...invalidNames(environment),
    ...(environment.delivery === "direct"
      ? []
      : [...argocdErrors(environment.argocd), ...repositoryErrors(environment)]),
    ...contentErrors(environment),
  ];
}

/** Rules between the parts of what is deployed in an environment. */
export function contentErrors(contents: Contents): ValidationError[] {
  return [
    ...llmErrors(contents.llmProviders),
    ...unservedRoutes(contents),
    ...conflictingPaths(contents),
    ...unnamedServers(contents.mcpServers),
    ...policyErrors(contents),
  ];
}

/** Names of objects end with the stack's by default. */
function invalidNames({ name, delivery, application }: Environment): ValidationError[] {
  if (delivery !== "gitops" || application.suffix !== undefined || isSuffix(`-${name}`)) return [];
  return [
    {
      path: "application.suffix",
      problem: `is missing, and names of objects can't end with the stack's, "${name}"`,
      remedy: "Set it, such as -stage; or give the stack a name of lower-case letters, digits and dashes.",
    },
  ];
}

/** An Argo CD of one's own runs beside what it deploys; a hub's runs elsewhere, or beside what another stack installed. */
function clusterRole({ delivery, argocd, cluster }: Environment): ValidationError[] {
  if (delivery !== "gitops") return [];
  const inCluster = cluster.name === IN_CLUSTER;
  if (argocd.mode === "install" && !inCluster) {
    return [
      {
        path: "cluster.name",
        problem: `is "${cluster.name}", yet this stack's own Argo CD runs in it`,
        remedy: "Leave it out, or set argocd.mode to existing.",
      },
    ];
  }
  const elsewhere = argocd.kubeconfig ?? argocd.kubeconfigFrom;
  if (argocd.mode === "existing" && inCluster && cluster.controlPlane === "install" && elsewhere) {
    return [
      {
        path: "cluster.name",
        problem: "is missing",
        remedy:
          "Name the cluster, as the hub's Argo CD shall know it. Or, for the hub's own, on which another stack has installed the " +
          "control plane: cluster.controlPlane: existing. Or leave argocd.kubeconfig and kubeconfigFrom out, where Argo CD runs in the environment's own cluster.",
      },
    ];
  }
  if (
    argocd.mode === "existing" &&
    registersCluster({ cluster }) &&
    cluster.kubeconfigFrom?.inCluster &&
    cluster.argocd?.server === undefined
  ) {
    return [
      {
        path: "cluster.argocd.server",
        problem: "is missing: cluster.kubeconfigFrom.inCluster leads to an address that only pods of the cluster reach",
        remedy: "Give the address at which the hub's Argo CD reaches the cluster.",
      },
    ];
  }
  return [...uselessUser({ argocd, cluster }), ...uselessAddress(cluster)];
}

/** Who owns the controller's namespace deletes the controller with it. */
function controllersNamespace({ namespace, cluster }: Environment): ValidationError[] {
  if (namespace !== CONTROLLER_NAMESPACE || cluster.controlPlane === "install") return [];
  return [
    {
      path: "namespace",
      problem: `is "${namespace}", which belongs to the control plane, and cluster.controlPlane is existing`,
      remedy: "Choose another.",
    },
  ];
}

/** What the control plane of another stack is like is that stack's to say. */
function controlPlane({ name, controlPlane, cluster, delivery, namespace }: Environment): ValidationError[] {
  const installs = delivery !== "none" && cluster.controlPlane === "install";
  if (!installs) return [];
  return [
    ...controllerErrors(controlPlane, namespace),
    // Where Argo CD deploys nothing, the rights of whoever runs Pulumi decide.
    ...(delivery === "gitops" ? contentsErrors(name, controlPlane, environmentNamespaces({ namespace, cluster })) : []),
  ];
}

/** A commit to an environment must not reach the Argo CD that deploys it. */
function argocdsNamespace({ namespace, delivery, argocd }: Environment): ValidationError[] {
  if (delivery !== "gitops") return [];
  const ofArgoCd = (path: string) => ({ path, remedy: "Choose another." });
  return [
    ...(namespace === argocd.namespace
      ? [{ ...ofArgoCd("namespace"), problem: `is "${namespace}", the namespace of Argo CD itself` }]
      : []),
    ...(argocd.applicationNamespace !== undefined &&
    [namespace, CONTROLLER_NAMESPACE].includes(argocd.applicationNamespace)
      ? [
          {
            ...ofArgoCd("argocd.applicationNamespace"),
            problem: `is "${argocd.applicationNamespace}", a namespace to which the environment is deployed`,
          },
        ]
      : []),
    ...(argocd.namespace === CONTROLLER_NAMESPACE
      ? [{ ...ofArgoCd("argocd.namespace"), problem: `is "${argocd.namespace}", which belongs to the control plane` }]
      : []),
  ];
}

/** A cluster that is registered by nobody, or by another stack, is reached as it is. */
function uselessAddress(cluster: ClusterSpec): ValidationError[] {
  if (cluster.argocd === undefined || registersCluster({ cluster })) return [];
  const problem = "is set, yet this stack registers no cluster with Argo CD";
  return [{ path: "cluster.argocd", problem, remedy: "Remove it." }];
}

/** Where Argo CD's user follows from the rest, another one would only mislead. */
function uselessUser({ argocd, cluster }: Pick<Environment, "argocd" | "cluster">): ValidationError[] {
  const { name, controlPlane, argocdUser } = cluster;
  const isUnknown = name === IN_CLUSTER ? argocd.mode === "existing" : controlPlane === "existing";
  if (argocdUser === undefined || isUnknown) return [];
  const problem =
    name === IN_CLUSTER
      ? "is set, yet Argo CD runs in this cluster, with an account of its own"
      : "is set, yet this stack makes the account of Argo CD, for it installs the control plane";
  return [{ path: "cluster.argocdUser", problem, remedy: "Remove it." }];
}

/** What is said of a path that no server has: above all a rule that would guard nothing. */
function unservedRoutes({ mcpServers, mcpRoutes }: Contents): ValidationError[] {
  const served = mcpPaths(mcpServers);
  return Object.keys(mcpRoutes)
    .filter((path) => !served.includes(path))
    .map((path) => ({
      path: `mcpRoutes.${path}`,
      problem: "is about a path that no MCP server has",
      remedy: `There are: ${served.join(", ") || "none"}. Correct it, or say enabled: false where its servers are left out.`,
    }));
}

/** The CRD takes no more targets in a backend. */
function conflictingPaths({ mcpServers }: Contents): ValidationError[] {
  return mcpPaths(mcpServers)
    .map((path) => ({ path, count: Object.values(mcpServers).filter((server) => server.path === path).length }))
    .filter(({ count }) => count > MCP_SERVERS_PER_PATH)
    .map(({ path, count }) => ({
      path: "mcpServers",
      problem: `has ${count} servers with the path ${path}, and a path takes ${MCP_SERVERS_PER_PATH}`,
      remedy: "Give some of them another path.",
    }));
}

/** What is secret in what a stack makes: in its environment, and in its Argo CD. */
export function stackSecrets(environment: Environment): SecretEntry[] {
  const { argocd, delivery, repository, sources } = environment;
  const secrets: Pick<SecretSpec, "entries">[] = environmentSecrets(environment);
  if (delivery !== "direct" && argocd.mode === "install") {
    secrets.push(
      ...Object.values(repositorySecrets(repository, sources, argocd.namespace)),
      ...Object.values(credentialTemplates(argocd)),
      { entries: webhookEntries(argocd.webhook) },
    );
    for (const secret of [signOnSecret(argocd.sso), notificationsSecret(argocd.notifications)])
      if (secret) secrets.push(secret);
  }
  return secrets.flatMap(({ entries }) => entries);
}

/** True for a secret that has to be set: one that is needed, and one that the stack which is extended has. */
export function isMissing({ required, value }: SecretEntry): boolean {
  return value instanceof UnsetSecret || (required && value === undefined);
}

/** Each credential that a deployed environment needs and does not have. */
export function missingCredentials(environment: Environment): ValidationError[] {
  return stackSecrets(environment)
    .filter(isMissing)
    .map(({ path }) => missingSecret(path, environment.name));
}

/** Each secret that it takes to deploy an environment and that is missing, or is not what it must be; describing it can do without. */
export function missingSecrets(environment: Environment): ValidationError[] {
  const errors = [...missingCredentials(environment), ...malformedSecrets(environment)];
  const { cluster, argocd, delivery, name } = environment;
  const lacks = (from: Pick<ClusterSpec, "kubeconfig" | "kubeconfigFrom">) => !(from.kubeconfig ?? from.kubeconfigFrom);
  // In Argo CD's own cluster, one of the two is enough.
  const hubs = isHubs(environment);
  if (lacks(cluster) && !(hubs && !lacks(argocd))) errors.push(missingSecret("cluster.kubeconfig", name));
  const throughHub = delivery === "gitops" && argocd.mode === "existing";
  if (throughHub && !hubs && lacks(argocd)) errors.push(missingSecret("argocd.kubeconfig", name));
  return errors;
}

/** Each secret whose value can't be what it is to be. */
function malformedSecrets(environment: Environment): ValidationError[] {
  return stackSecrets(environment).flatMap(({ path, value, check }) => {
    if (value === undefined || value instanceof UnsetSecret) return [];
    const problem = check?.(value.reveal());
    return problem === undefined ? [] : [{ path, problem }];
  });
}

/** The error of a secret that isn't there. */
function missingSecret(path: string, stack: string): ValidationError {
  return {
    path,
    problem: "is missing",
    remedy: `Set it with: pulumi config set --secret --path '${path}' --stack ${stack}`,
  };
}
