/** Where the toolchain lives: always outside the checkout, so that all checkouts of a user share it. */
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** `$AGENTGATEWAY_TOOLCHAIN_DIR`, else the place that the XDG base directories give to caches. */
export function toolchainDir(env: NodeJS.ProcessEnv = process.env): string {
  if (env.AGENTGATEWAY_TOOLCHAIN_DIR) return resolve(env.AGENTGATEWAY_TOOLCHAIN_DIR);
  const caches = env.XDG_CACHE_HOME ? resolve(env.XDG_CACHE_HOME) : join(homedir(), ".cache");
  return join(caches, "agentgateway-infra", "toolchain");
}

/** The directory with the committed Go modules, one per recipe. */
export const MODULES_DIR = join(__dirname, "modules");
