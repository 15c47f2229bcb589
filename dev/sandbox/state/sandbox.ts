import { UserError } from "../../../core/errors";
import { readJson, writeJson } from "./files";
import { createDirectories, HUB, type ClusterName, type Layout } from "./layout";
import { allocatePorts, purposes, type Ports } from "./ports";

/** What a sandbox remembers about itself between runs; nothing secret. */
export interface Sandbox {
  readonly clusters: readonly ClusterName[];
  readonly ports: Ports;
  /** The cluster for whose Argo CD the processes of Argo CD work, which there are once. Default: `dev`. */
  readonly argocd?: ClusterName;
  /** Namespace for whose Argo CD they work. Default: `argocd`, where the Pulumi program installs it. */
  readonly argocdNamespace?: string;
  /** Other namespaces in which they look at Applications, separated by commas. Default: none. */
  readonly applicationNamespaces?: string;
}

/** Variable that names another namespace for a new sandbox: in a test, somebody else has installed Argo CD. */
const ARGOCD_NAMESPACE = "AGENTGATEWAY_SANDBOX_ARGOCD_NAMESPACE";

/** Variable that names namespaces of Applications for a new sandbox. Its processes are told when they start, as pods are. */
const APPLICATION_NAMESPACES = "AGENTGATEWAY_SANDBOX_APPLICATION_NAMESPACES";

/** Opens the sandbox, makes it when it does not exist, and adds the clusters it lacks. */
export async function openSandbox(
  layout: Layout,
  clusters: readonly ClusterName[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Sandbox> {
  createDirectories(layout);
  const known = readSandbox(layout) ?? newSandbox(env);
  const all = [...new Set<ClusterName>([HUB, ...(known.clusters ?? []), ...clusters])];
  const ports = await allocatePorts(known.ports ?? {}, purposes(all), layout.root);
  const sandbox: Sandbox = { ...known, clusters: all, ports };
  if (JSON.stringify(known) !== JSON.stringify(sandbox)) writeJson(layout.settings, sandbox);
  return sandbox;
}

/** What is decided once, for the API servers read their users only when they start. */
function newSandbox({
  [ARGOCD_NAMESPACE]: argocdNamespace,
  [APPLICATION_NAMESPACES]: applicationNamespaces,
}: NodeJS.ProcessEnv): Partial<Sandbox> {
  return { ...(argocdNamespace && { argocdNamespace }), ...(applicationNamespaces && { applicationNamespaces }) };
}

export function readSandbox(layout: Layout): Sandbox | undefined {
  return readJson<Sandbox>(layout.settings);
}

/** The sandbox, or an error that says how to make one. */
export function existingSandbox(layout: Layout): Sandbox {
  const sandbox = readSandbox(layout);
  if (sandbox === undefined) throw new UserError("there is no sandbox yet; `npm start` makes one");
  return sandbox;
}
