import { parse } from "yaml";
import { UserError } from "../core/errors";
import { selectIn, type Kubeconfig, type Problem, type Selection } from "./selection";

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

/** What a context of a kubeconfig points to; without a context, the current one. */
export function select(text: string, context: string | undefined): Selection | Problem {
  const kubeconfig = parseKubeconfig(text);
  return "problem" in kubeconfig ? kubeconfig : selectIn(kubeconfig, context);
}

/**
 * A kubeconfig with one context and nothing else, as JSON: a process that knows no YAML starts sooner. One that can't be used stays
 * as it is.
 */
export function onlyContext(text: string, context: string | undefined): string {
  const selected = select(text, context);
  if ("problem" in selected) return text;
  const { context: name, cluster, user, userName } = selected;
  const kubeconfig: Kubeconfig = {
    "current-context": name,
    contexts: [{ name, context: { cluster: name, ...(userName !== undefined && { user: userName }) } }],
    clusters: [{ name, cluster }],
    users: userName === undefined || user === undefined ? [] : [{ name: userName, user }],
  };
  return JSON.stringify(kubeconfig);
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
