import { secretValue } from "../../kube/secretData";
import { isPlainObject, type PlainObject } from "../../core/merge";
import { OWNER } from "./owner";

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

/** Path in the API of the Secrets by which the Argo CD of a namespace knows clusters, or repositories. */
export function secretsPath(namespace: string, type: "cluster" | "repository"): string {
  return `/api/v1/namespaces/${namespace}/secrets?labelSelector=argocd.argoproj.io%2Fsecret-type%3D${type}`;
}

/** What a cluster Secret says. No credentials are in it. */
export function registrationOf({ metadata, data }: ClusterSecret): Registration {
  const value = (key: string) => secretValue(data, key);
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
