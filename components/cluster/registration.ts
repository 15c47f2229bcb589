import type { Environment } from "../../config/schema";
import type { ValidationError } from "../../core/errors";
import { isPlainObject, type PlainObject } from "../../core/merge";
import { ARGOCD_NAMESPACE } from "../argocd/namespace";
import { OWNER } from "./owner";
import { clusterSecretName } from "./secret";

/** A Secret by which Argo CD knows a cluster, as the API has it. */
export interface ClusterSecret {
  metadata: { name: string; annotations?: Record<string, string> };
  data?: Record<string, string>;
}

/** How Argo CD identifies itself to a cluster: as an account, or by something that does not tell who that is. */
export type Identity = { user: string; uid?: string } | { by: string };

/** A cluster that Argo CD knows. */
export interface Registration {
  /** Name of the Secret. */
  secret: string;
  /** Name by which Argo CD knows the cluster. */
  name: string;
  /** URL of its API server. */
  server: string;
  /** The stack that made the Secret, where one did. */
  stack?: string;
  identity: Identity;
}

/** Path in the API of the Secrets by which an Argo CD knows clusters. */
export const CLUSTER_SECRETS = `/api/v1/namespaces/${ARGOCD_NAMESPACE}/secrets?labelSelector=argocd.argoproj.io%2Fsecret-type%3Dcluster`;

/** What a cluster Secret says. No credentials are in it. */
export function registrationOf({ metadata, data }: ClusterSecret): Registration {
  const value = (key: string) => Buffer.from(data?.[key] ?? "", "base64").toString();
  const stack = metadata.annotations?.[OWNER];
  return {
    secret: metadata.name,
    name: value("name"),
    server: withoutSlash(value("server")),
    ...(stack !== undefined && { stack }),
    identity: identityOf(parsed(value("config"))),
  };
}

/** Who Argo CD is to a cluster, by the `config` of its Secret. */
function identityOf(config: PlainObject): Identity {
  if (typeof config.bearerToken === "string" && config.bearerToken !== "") return ofToken(config.bearerToken);
  const tls = isPlainObject(config.tlsClientConfig) ? config.tlsClientConfig : {};
  if (tls.certData) return { by: "a client certificate" };
  if (config.awsAuthConfig) return { by: "an identity of AWS" };
  if (isPlainObject(config.execProviderConfig)) {
    const { command } = config.execProviderConfig;
    return { by: `the program ${typeof command === "string" ? command : "of execProviderConfig"}` };
  }
  return { by: "no token" };
}

/** A token of a ServiceAccount says whose it is. What others say is not always the user's name to the API server. */
function ofToken(token: string): Identity {
  const claims = parsed(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
  const { sub } = claims;
  if (typeof sub !== "string" || !sub.startsWith("system:serviceaccount:"))
    return { by: "a token of no ServiceAccount" };
  const bound = isPlainObject(claims["kubernetes.io"]) ? claims["kubernetes.io"].serviceaccount : undefined;
  const uid =
    claims["kubernetes.io/serviceaccount/service-account.uid"] ?? (isPlainObject(bound) ? bound.uid : undefined);
  return { user: sub, ...(typeof uid === "string" && { uid }) };
}

/** A text that should be a JSON object; an empty object where it is none. */
function parsed(text: string): PlainObject {
  try {
    const value: unknown = JSON.parse(text);
    return isPlainObject(value) ? value : {};
  } catch {
    return {};
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, "");
}

/** What tells an environment's cluster: its name to Argo CD, and the URL of its API server where that is known. */
interface Sought {
  name: string;
  server: string | undefined;
}

/** Why a cluster can't be registered: Argo CD knows it by another Secret already, and would take either. */
export function registeredErrors(known: readonly Registration[], { name, server }: Sought): ValidationError[] {
  return known
    .filter(({ secret }) => secret !== clusterSecretName(name))
    .flatMap((each) => {
      const same = [
        ...(each.name === name ? [`"${name}"`] : []),
        ...(each.server === server ? [`the server ${server}`] : []),
      ];
      if (same.length === 0) return [];
      const remove = `Remove that one (kubectl delete secret ${each.secret} -n ${ARGOCD_NAMESPACE}), or leave the cluster to it.`;
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
  { cluster }: Pick<Environment, "cluster">,
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
    const remedy = `Remove one of them: kubectl delete secret -n ${ARGOCD_NAMESPACE}.`;
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

function unknownCluster(known: readonly Registration[], { name, server }: Sought): ValidationError {
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
