import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ARGOCD_NAMESPACE } from "../../../components/argocd/namespace";
import { writeFileAtomic, writeIfChanged } from "../state/files";
import type { ClusterName, Layout } from "../state/layout";
import type { Sandbox } from "../state/sandbox";
import { kubeconfig, type ClusterAccess } from "./kubeconfig";

/** Users of a control plane, with the groups in which they are. */
const USERS: Record<string, string[]> = {
  admin: ["system:masters"],
  "system:kube-controller-manager": [],
  "system:kube-scheduler": [],
};

/** What the pods of the Argo CD in a namespace would be, so that its processes may do no more than they could. */
function argocdUsers(namespace: string): Record<string, string[]> {
  return Object.fromEntries(
    ["application-controller", "applicationset-controller", "notifications-controller", "repo-server", "server"].map(
      (component) => [
        serviceAccount(namespace, `argocd-${component}`),
        ["system:serviceaccounts", `system:serviceaccounts:${namespace}`],
      ],
    ),
  );
}

const API_HOSTS = ["127.0.0.1", "10.96.0.1", "localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"];

/**
 * Makes the certificates, tokens and kubeconfigs of a cluster, once: they are kept with its data, so that a kubeconfig
 * that was handed out stays valid.
 *
 * @param argocdNamespace namespace of Argo CD
 */
export async function createCredentials(
  layout: Layout,
  name: ClusterName,
  port: number,
  argocdNamespace = ARGOCD_NAMESPACE,
): Promise<void> {
  const files = layout.cluster(name);
  const users = { ...USERS, ...argocdUsers(argocdNamespace) };
  mkdirSync(files.pki, { recursive: true, mode: 0o700 });
  if (!existsSync(join(files.pki, "complete"))) await createPki(files.pki, `agentgateway sandbox ${name}`);
  const known = existsSync(files.tokens) ? readFileSync(files.tokens, "utf8") : "";
  const missing = Object.entries(users).filter(([user]) => !known.includes(`,${user},`));
  if (missing.length > 0) writeFileAtomic(files.tokens, `${known}${tokenFile(Object.fromEntries(missing))}`);
  for (const user of Object.keys(users)) {
    writeIfChanged(files.kubeconfigOf(userFile(user)), kubeconfig([access(layout, name, port, user)]));
  }
}

/** Admin access to a cluster of the sandbox. */
export function adminAccess(layout: Layout, sandbox: Sandbox, name: ClusterName): ClusterAccess {
  return access(layout, name, sandbox.ports[`${name}/kube-apiserver`]!, "admin");
}

/** The one kubeconfig that has all clusters as contexts. */
export function writeKubeconfig(layout: Layout, sandbox: Sandbox): void {
  writeIfChanged(layout.kubeconfig, kubeconfig(sandbox.clusters.map((name) => adminAccess(layout, sandbox, name))));
}

/** The user that a ServiceAccount is to the API server. */
export function serviceAccount(namespace: string, name: string): string {
  return `system:serviceaccount:${namespace}:${name}`;
}

/** File name of a user: without the prefix that Kubernetes demands of its own components. */
export function userFile(user: string): string {
  return user.replace("system:", "").replaceAll(":", "-");
}

function access(layout: Layout, name: ClusterName, port: number, user: string): ClusterAccess {
  const files = layout.cluster(name);
  const line = readFileSync(files.tokens, "utf8")
    .split("\n")
    .find((entry) => entry.split(",")[1] === user);
  return {
    name,
    server: `https://127.0.0.1:${port}`,
    authority: readFileSync(join(files.pki, "ca.crt"), "utf8"),
    token: line!.split(",")[0]!,
  };
}

/** Lines of `--token-auth-file`: token, user, uid, groups. */
function tokenFile(users: Record<string, string[]>): string {
  const lines = Object.entries(users).map(([user, groups]) => {
    const token = randomBytes(24).toString("base64url");
    return `${token},${user},${user},"${groups.join(",")}"`;
  });
  return `${lines.join("\n")}\n`;
}

async function createPki(directory: string, authorityName: string): Promise<void> {
  // Loads for longer than `npm stop` takes, and is needed once per cluster.
  const { createAuthority, createCertificate, newKey, publicPem } = await import("./certificates");
  const ca = await createAuthority(authorityName);
  const server = await createCertificate(ca, authorityName, "kube-apiserver", API_HOSTS);
  const etcd = await createCertificate(ca, authorityName, "etcd", ["127.0.0.1", "localhost"]);
  const serviceAccounts = newKey();
  const files = {
    "ca.crt": ca.certificate,
    "ca.key": ca.key,
    "server.crt": server.certificate,
    "server.key": server.key,
    "etcd.crt": etcd.certificate,
    "etcd.key": etcd.key,
    "service-accounts.key": serviceAccounts,
    "service-accounts.pub": publicPem(serviceAccounts),
    // Written last: without it an incomplete directory is created again.
    complete: "",
  };
  for (const [name, content] of Object.entries(files)) writeFileAtomic(join(directory, name), content);
}
