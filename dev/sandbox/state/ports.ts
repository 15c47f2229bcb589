import { createServer } from "node:net";
import { UserError } from "../../../core/errors";
import { shortHash } from "./location";

/** Purpose of a port (`dev/kube-apiserver`, `http`) to its number. */
export type Ports = Record<string, number>;

const SHARED = [
  "http",
  "argocd/redis",
  "argocd/repo-server",
  "argocd/repo-server metrics",
  "argocd/controller metrics",
  "argocd/server",
  "argocd/server metrics",
  "argocd/applicationset metrics",
  "argocd/applicationset probe",
  "argocd/applicationset webhook",
  "argocd/notifications metrics",
];
const PER_CLUSTER = [
  "etcd",
  "kube-apiserver",
  "agentgateway xds",
  "agentgateway health",
  "agentgateway metrics",
  "agentgateway admin",
];

/** All purposes of a sandbox with these clusters. */
export function purposes(clusters: readonly string[]): string[] {
  return [...SHARED, ...clusters.flatMap((cluster) => PER_CLUSTER.map((purpose) => `${cluster}/${purpose}`))];
}

// Below the ephemeral ranges of Linux and macOS: a port that is kept for months must not be one that any outgoing
// connection of the machine may borrow while the sandbox is stopped.
const FIRST = 20_000;
const BLOCK = 40;
const BLOCKS = 300;

/**
 * Gives every purpose that has no port yet a free one. The search starts in a block of the sandbox's own, so that two
 * checkouts whose sandboxes are not running at the same time still get different ports.
 */
export async function allocatePorts(
  known: Ports,
  requested: readonly string[],
  seed: string,
  isFree: (port: number) => Promise<boolean> = portIsFree,
): Promise<Ports> {
  const ports = { ...known };
  const taken = new Set(Object.values(ports));
  const span = BLOCK * BLOCKS;
  let candidate = (parseInt(shortHash(seed), 16) % BLOCKS) * BLOCK;
  for (const purpose of requested) {
    for (let tries = 0; ports[purpose] === undefined; tries++) {
      if (tries >= span) throw new UserError(`no free port between ${FIRST} and ${FIRST + span} for ${purpose}`);
      const port = FIRST + (candidate++ % span);
      if (taken.has(port) || !(await isFree(port))) continue;
      ports[purpose] = port;
      taken.add(port);
    }
  }
  return ports;
}

/** Fails when something else listens on a port that this sandbox was given at its creation. */
export async function checkPorts(ports: Ports, isFree: (port: number) => Promise<boolean> = portIsFree): Promise<void> {
  const occupied: string[] = [];
  for (const [purpose, port] of Object.entries(ports)) {
    if (!(await isFree(port))) occupied.push(`port ${port} (${purpose}) is in use by another program`);
  }
  if (occupied.length === 0) return;
  throw new UserError(
    `${occupied.join("\n")}\n` +
      `The sandbox keeps its ports so that kubeconfigs stay valid. Find the program with \`ss -ltnp\` or \`lsof -i\` and ` +
      `end it, or run \`npm run sandbox -- reset\` to make a new sandbox on other ports.`,
  );
}

/** Whether 127.0.0.1:port can be listened on. */
export function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ host: "127.0.0.1", port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}
