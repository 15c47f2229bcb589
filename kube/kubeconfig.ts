import { parse } from "yaml";
import { UserError } from "../core/errors";
import type { ExecEntry } from "./execCredential";

/** What Argo CD has to know of a cluster's API server. */
export interface ApiServer {
  /** URL of the API server. */
  server: string;
  /** CA certificate, base64-encoded PEM. */
  caData?: string;
  /** The certificate of the server is not checked. Only where the kubeconfig says so itself. */
  insecure?: boolean;
  /** Name that the server's certificate bears, where it is not the host of the URL. */
  serverName?: string;
  /** Proxy through which the server is reached. */
  proxyUrl?: string;
}

/** A cluster, as a kubeconfig describes it. */
export interface ClusterEntry {
  server?: string;
  "certificate-authority"?: string;
  "certificate-authority-data"?: string;
  "insecure-skip-tls-verify"?: boolean;
  "tls-server-name"?: string;
  "proxy-url"?: string;
}

/** A user, as a kubeconfig describes it: one of several ways to say who calls. */
export interface UserEntry {
  token?: string;
  tokenFile?: string;
  username?: string;
  password?: string;
  "client-certificate"?: string;
  "client-certificate-data"?: string;
  "client-key"?: string;
  "client-key-data"?: string;
  exec?: ExecEntry;
  "auth-provider"?: { name?: string };
}

interface Kubeconfig {
  "current-context"?: string;
  contexts?: { name: string; context?: { cluster?: string; user?: string } }[];
  clusters?: { name: string; cluster?: ClusterEntry }[];
  users?: { name: string; user?: UserEntry }[];
}

/** What a context of a kubeconfig points to. */
export interface Selection {
  context: string;
  cluster: ClusterEntry & { server: string };
  /** Name of the user. */
  userName: string | undefined;
  user: UserEntry | undefined;
}

/** Why a kubeconfig is of no use, in words that never show it: it holds credentials. */
export interface Problem {
  problem: string;
  remedy?: string;
}

/** What a context of a kubeconfig points to; without a context, the current one. */
export function select(text: string, context: string | undefined): Selection | Problem {
  const kubeconfig = parseKubeconfig(text);
  if ("problem" in kubeconfig) return kubeconfig;
  const contexts = list(kubeconfig.contexts);
  const contextName = context ?? kubeconfig["current-context"];
  const selected = contexts.find(({ name }) => name === contextName)?.context;
  if (selected?.cluster === undefined) {
    const there = contexts.map(({ name }) => name).join(", ") || "none";
    return contextName
      ? { problem: `has no context "${contextName}"`, remedy: `It has: ${there}.` }
      : { problem: "names no current context", remedy: `Say which one is meant; it has: ${there}.` };
  }
  const cluster = list(kubeconfig.clusters).find(({ name }) => name === selected.cluster)?.cluster;
  if (cluster?.server === undefined) return { problem: `has no server for its cluster "${selected.cluster}"` };
  return {
    context: contextName as string,
    cluster: { ...cluster, server: cluster.server },
    userName: selected.user,
    user: list(kubeconfig.users).find(({ name }) => name === selected.user)?.user,
  };
}

/**
 * The API server that a context of a kubeconfig points to.
 *
 * @param path of the kubeconfig in the configuration, for messages
 */
export function apiServer(text: string, context: string | undefined, path: string): ApiServer {
  const selected = select(text, context);
  if ("problem" in selected) throw new UserError("The kubeconfig can't be used:", [{ path, ...selected }]);
  const { cluster } = selected;
  return {
    server: cluster.server.replace(/\/+$/, ""),
    caData: cluster["certificate-authority-data"],
    insecure: cluster["insecure-skip-tls-verify"],
    serverName: cluster["tls-server-name"],
    proxyUrl: cluster["proxy-url"],
  };
}

function parseKubeconfig(text: string): Kubeconfig | Problem {
  let document: unknown;
  try {
    document = parse(text);
  } catch {
    return { problem: "is not valid YAML" };
  }
  if (typeof document !== "object" || document === null) {
    return { problem: "is not a kubeconfig", remedy: "Store the contents of the file, not its name." };
  }
  return document;
}

/** A list of a file that anybody may have written. */
function list<T>(value: T[] | undefined | null): T[] {
  return Array.isArray(value) ? value : [];
}
