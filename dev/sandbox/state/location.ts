import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { basename, join, resolve } from "node:path";

/**
 * Where the sandbox of a checkout keeps everything it knows: outside the checkout, so that `git clean` cannot take a
 * running environment away, and one per checkout, so that two checkouts do not share clusters.
 */
export function stateDirectory(env: NodeJS.ProcessEnv, checkout: string): string {
  if (env.AGENTGATEWAY_SANDBOX_DIR) return resolve(env.AGENTGATEWAY_SANDBOX_DIR);
  const home = env.HOME || homedir();
  const base = env.XDG_STATE_HOME ? resolve(env.XDG_STATE_HOME) : join(home, ".local", "state");
  return join(base, "agentgateway-infra", `${basename(checkout)}-${shortHash(checkout)}`);
}

/**
 * Directory of the Unix sockets: the state directory, or a private one under the temporary directory when that path is
 * too long (socket addresses end after 103 bytes on macOS and 107 on Linux).
 */
export function socketDirectory(root: string, tmp: string, uid: number): string {
  return Buffer.byteLength(join(root, "control.sock")) <= 100
    ? root
    : join(tmp, `agentgateway-${uid}-${shortHash(root)}`);
}

export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
