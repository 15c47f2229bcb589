import { parse } from "yaml";
import { UserError } from "../../config/errors";

/** What Argo CD has to know of a cluster's API server. */
export interface ApiServer {
  /** URL of the API server. */
  server: string;
  /** CA certificate, base64-encoded PEM. */
  caData?: string;
  /** The certificate of the server is not checked. Only where the kubeconfig says so itself. */
  insecure?: boolean;
}

interface Kubeconfig {
  "current-context"?: string;
  contexts?: { name: string; context?: { cluster?: string } }[];
  clusters?: {
    name: string;
    cluster?: { server?: string; "certificate-authority-data"?: string; "insecure-skip-tls-verify"?: boolean };
  }[];
}

/**
 * The API server that a context of a kubeconfig points to. Messages never show the kubeconfig, which holds credentials.
 *
 * @param path where the kubeconfig stands in the configuration, for messages
 */
export function apiServer(text: string, context: string | undefined, path: string): ApiServer {
  const kubeconfig = parseKubeconfig(text, path);
  const wanted = context ?? kubeconfig["current-context"];
  const contexts = kubeconfig.contexts ?? [];
  const clusterName = contexts.find(({ name }) => name === wanted)?.context?.cluster;
  if (clusterName === undefined) {
    throw fault(
      path,
      `has no context "${wanted ?? ""}"`,
      `It has: ${contexts.map(({ name }) => name).join(", ") || "none"}.`,
    );
  }
  const cluster = kubeconfig.clusters?.find(({ name }) => name === clusterName)?.cluster;
  if (cluster?.server === undefined) throw fault(path, `has no server for its cluster "${clusterName}"`);
  return {
    server: cluster.server.replace(/\/+$/, ""),
    caData: cluster["certificate-authority-data"],
    insecure: cluster["insecure-skip-tls-verify"],
  };
}

function parseKubeconfig(text: string, path: string): Kubeconfig {
  let document: unknown;
  try {
    document = parse(text);
  } catch {
    throw fault(path, "is not valid YAML");
  }
  if (typeof document !== "object" || document === null) {
    throw fault(path, "is not a kubeconfig", "Store the contents of the file, not its name.");
  }
  return document;
}

function fault(path: string, problem: string, remedy?: string): UserError {
  return new UserError("The kubeconfig can't be used:", [{ path, problem, ...(remedy ? { remedy } : {}) }]);
}
