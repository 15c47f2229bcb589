import type { ExecEntry } from "./execCredential";

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

/** A kubeconfig, as far as its contexts are concerned. */
export interface Kubeconfig {
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
export function selectIn(kubeconfig: Kubeconfig, context: string | undefined): Selection | Problem {
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

/** A list of a file that anybody may have written. */
function list<T>(value: T[] | undefined | null): T[] {
  return Array.isArray(value) ? value : [];
}
