import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "./selection";

/** Where Kubernetes puts the identity of a pod. */
const DIRECTORY = "/var/run/secrets/kubernetes.io/serviceaccount";

/** What a pod has. Default: this one. */
interface Pod {
  directory?: string;
  env?: Readonly<Record<string, string | undefined>>;
}

/** A kubeconfig by which a pod works in its own cluster, as its ServiceAccount; or why there is none. */
export function inClusterKubeconfig({ directory = DIRECTORY, env = process.env }: Pod = {}): string | Problem {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = env;
  const authority = read(join(directory, "ca.crt"));
  if (!host || !port || authority === undefined) {
    return {
      problem: "is the identity of a pod, and this is no pod of a cluster, or one without a ServiceAccount's token",
      remedy: "Run it in the cluster, or store a kubeconfig.",
    };
  }
  const server = `https://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const name = "in-cluster";
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": name,
    contexts: [{ name, context: { cluster: name, user: name } }],
    clusters: [{ name, cluster: { server, "certificate-authority-data": Buffer.from(authority).toString("base64") } }],
    // Kubernetes renews it, so it is read again each time.
    users: [{ name, user: { tokenFile: join(directory, "token") } }],
  });
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
