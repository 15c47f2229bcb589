import type { Environment } from "../../config/schema";
import type { ValidationError } from "../../core/errors";
import type { Registration } from "./registration";
import { clusterSecretName } from "./secret";

/** What tells an environment's cluster: its name to Argo CD, and the URL of its API server where that is known. */
interface Sought {
  name: string;
  server: string | undefined;
  /** Namespace of Argo CD. */
  namespace: string;
}

/** Why a cluster can't be registered: Argo CD knows it by another Secret already, and would take either. */
export function registeredErrors(
  known: readonly Registration[],
  { name, server, namespace }: Sought,
): ValidationError[] {
  return known
    .filter(({ secret }) => secret !== clusterSecretName(name))
    .flatMap((each) => {
      const same = [
        ...(each.name === name ? [`"${name}"`] : []),
        ...(each.server === server ? [`the server ${server}`] : []),
      ];
      if (same.length === 0) return [];
      const remove = `Remove that one (kubectl delete secret ${each.secret} -n ${namespace}), or leave the cluster to it.`;
      const use = `Use the control plane of the stack ${each.stack}: cluster: { name: ${each.name}, controlPlane: existing }.`;
      return [
        {
          path: "cluster.name",
          problem: `Argo CD knows ${same.join(" and ")} already, by its Secret ${each.secret}, and would take either`,
          remedy: each.stack === undefined ? remove : use,
        },
      ];
    });
}

/** Who Argo CD is to a cluster whose control plane exists, or why that is not known. */
export type Found = { registration: Registration; user: string } | { errors: ValidationError[] };

/**
 * Finds out who Argo CD is to the cluster of an environment that does not register it.
 *
 * @param server URL of the cluster's API server, by the environment's kubeconfig
 */
export function argocdUser(
  known: readonly Registration[],
  { cluster, argocd: { namespace } }: Pick<Environment, "cluster" | "argocd">,
  server: string | undefined,
): Found {
  const { name, argocdUser: configured } = cluster;
  const named = known.filter((each) => each.name === name);
  const [registration] = named;
  if (registration === undefined) return { errors: [unknownCluster(known, { name, server })] };
  const second = known.find(
    (each) => each !== registration && (each.name === name || each.server === registration.server),
  );
  if (second) {
    const problem = `Argo CD knows it by two Secrets, ${registration.secret} and ${second.secret}, and takes either`;
    const remedy = `Remove one of them: kubectl delete secret -n ${namespace}.`;
    return { errors: [{ path: "cluster.name", problem, remedy }] };
  }
  if (configured !== undefined) return { registration, user: configured };
  const { identity, secret } = registration;
  if ("user" in identity) return { registration, user: identity.user };
  return {
    errors: [
      {
        path: "cluster.argocdUser",
        problem: `is missing, and Argo CD's Secret ${secret} does not tell it: Argo CD connects to ${name} with ${identity.by}`,
        remedy:
          "Set it to the user that Argo CD is to the cluster, as `kubectl auth whoami` names it with these credentials.",
      },
    ],
  };
}

function unknownCluster(known: readonly Registration[], { name, server }: Omit<Sought, "namespace">): ValidationError {
  const same = known.find((each) => each.server === server);
  const names = known.map((each) => each.name).join(", ");
  return {
    path: "cluster.name",
    problem: `is "${name}", a cluster that Argo CD does not know`,
    remedy: same
      ? `Argo CD knows the server ${server} as ${same.name}: set cluster.name to that.`
      : "First `pulumi up` the stack that installs the control plane of the cluster: it registers the cluster. " +
        (names === "" ? "Argo CD knows none yet." : `Argo CD knows: ${names}.`),
  };
}

/**
 * Why Argo CD can't be who its cluster Secret says: the account is not on the cluster of the environment's kubeconfig.
 *
 * @param live the account there
 */
export function accountErrors(
  { name, identity }: Registration,
  live: { metadata: { uid?: string } } | undefined,
): ValidationError[] {
  if (!("user" in identity)) return [];
  const { user, uid } = identity;
  const isIt = live !== undefined && (uid === undefined || live.metadata.uid === uid);
  if (isIt) return [];
  return [
    {
      path: "cluster.name",
      problem: `is "${name}", where Argo CD is ${user}, an account that the cluster of cluster.kubeconfig does not have`,
      remedy:
        "Name the cluster that the kubeconfig leads to; or store the kubeconfig of the cluster that Argo CD knows by this name.",
    },
  ];
}
