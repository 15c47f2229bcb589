import { existsSync, mkdirSync, readdirSync, realpathSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { UserError } from "../../../core/errors";
import { socketDirectory, stateDirectory } from "./location";

/** Names of the clusters; `dev` is the hub in which Argo CD lives and always exists. */
export const CLUSTERS = ["dev", "stage", "prod"] as const;
export type ClusterName = (typeof CLUSTERS)[number];
export const HUB: ClusterName = "dev";

export function isCluster(name: string): name is ClusterName {
  return (CLUSTERS as readonly string[]).includes(name);
}

/** Every path of the sandbox, so that no other file joins path segments of its own. */
export type Layout = ReturnType<typeof layoutAt>;

export function layoutAt(root: string, checkout: string, sockets: string = root) {
  const at = (...parts: string[]) => join(root, ...parts);
  return {
    root,
    checkout,
    marker: at(".agentgateway-infra-sandbox"),
    settings: at("sandbox.json"),
    toolchain: at("toolchain.json"),
    processes: at("processes.json"),
    startLock: at("start.lock"),
    control: join(sockets, "control.sock"),
    sockets,
    kubeconfig: at("kubeconfig"),
    home: at("home"),
    logs: at("logs"),
    log: (name: string) => at("logs", `${name.replaceAll("/", "-")}.log`),
    secret: (name: string) => at("secrets", name),
    secrets: at("secrets"),
    cluster: (name: string) => ({
      root: at("clusters", name),
      etcd: at("clusters", name, "etcd"),
      pki: at("clusters", name, "pki"),
      tokens: at("clusters", name, "tokens.csv"),
      kubeconfigOf: (user: string) => at("clusters", name, `${user}.kubeconfig`),
    }),
    git: at("git"),
    repository: at("git", "agentgateway-infra.git"),
    gatewayApi: at("git", "gateway-api.git"),
    charts: at("charts"),
    argocd: at("argocd"),
    pulumiHome: at("pulumi-home"),
    pulumiState: at("pulumi-state"),
    project: at("project"),
  };
}

/** The layout of the sandbox that belongs to this checkout. */
export function currentLayout(env: NodeJS.ProcessEnv = process.env): Layout {
  const checkout = realpathSync(resolve(__dirname, "..", "..", ".."));
  const root = stateDirectory(env, checkout);
  return layoutAt(root, checkout, socketDirectory(root, "/tmp", process.getuid?.() ?? 0));
}

const MARKER = "This directory belongs to the sandbox of agentgateway-infra; `npm run sandbox -- reset` deletes it.\n";

/** Makes the state directory, which only this user may enter. A directory with somebody else's files is not taken over. */
export function createDirectories(layout: Layout): void {
  if (!existsSync(layout.marker)) {
    if (existsSync(layout.root) && readdirSync(layout.root).length > 0) {
      throw new UserError(
        `${layout.root} is not empty and no sandbox; set AGENTGATEWAY_SANDBOX_DIR to another directory`,
      );
    }
    mkdirSync(layout.root, { recursive: true, mode: 0o700 });
    writeFileSync(layout.marker, MARKER, { mode: 0o600 });
  }
  for (const directory of [layout.root, layout.sockets, layout.logs, layout.secrets, layout.home, layout.git]) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  }
  // The temporary directory is everybody's: the name could have been taken by another user.
  const { uid, mode } = statSync(layout.sockets);
  if (uid !== process.getuid?.() || (mode & 0o077) !== 0) {
    throw new UserError(
      `${layout.sockets} must belong to you alone: \`chmod 700\` it, or set AGENTGATEWAY_SANDBOX_DIR`,
    );
  }
}
