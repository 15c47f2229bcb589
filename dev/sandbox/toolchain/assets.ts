/**
 * Files of the published modules that the sandbox reads where Go's module cache has them: manifests, charts, scripts.
 * None of them is copied to this repository.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Go } from "./go";
import { copyRecipe, hashSources } from "./recipe";
import { workDir } from "./work";

/** Directories in Go's module cache. All are read-only, and no file in them is executable. */
export interface Assets {
  /** The Gateway API's standard CustomResourceDefinitions. */
  gatewayApiCrds: string;
  /** The Helm charts `agentgateway` and `agentgateway-crds`, one directory each. */
  agentgatewayCharts: string;
  /** kwok's stage definitions: `node/…`, `pod/…` and more. */
  kwokStages: string;
  /** Argo CD's installation manifests. */
  argocdManifests: string;
  /** Argo CD's scripts; copy `git-verify-wrapper.sh` and `gpg-wrapper.sh` to PATH and make them executable. */
  argocdHack: string;
}

const RECIPE = "cluster";
const PLACES: Record<keyof Assets, [module: string, dir: string]> = {
  gatewayApiCrds: ["sigs.k8s.io/gateway-api", "config/crd/standard"],
  agentgatewayCharts: ["github.com/agentgateway/agentgateway", "controller/install/helm"],
  kwokStages: ["sigs.k8s.io/kwok", "kustomize/stage"],
  argocdManifests: ["github.com/argoproj/argo-cd/v3", "manifests"],
  argocdHack: ["github.com/argoproj/argo-cd/v3", "hack"],
};
const LIMIT_SECONDS = 900;

/** Resolves all assets; downloads their modules when they are not in Go's module cache. */
export async function resolveAssets(root: string, go: () => Promise<Go>, signal?: AbortSignal): Promise<Assets> {
  const memory = join(root, `assets-${hashSources(RECIPE, ["go.mod", "go.sum"]).slice(0, 12)}.json`);
  const known = read(memory);
  if (known) return known;

  const scratch = workDir(root, "assets");
  try {
    copyRecipe(RECIPE, scratch);
    const modules = [...new Set(Object.values(PLACES).map(([module]) => module))];
    const output = await (
      await go()
    ).run(["mod", "download", "-json", ...modules], { cwd: scratch, limitSeconds: LIMIT_SECONDS, signal });
    // The answer is a row of JSON objects without anything between them.
    const downloaded = JSON.parse(`[${output.replace(/\}\s*\{/g, "},{")}]`) as { Path: string; Dir: string }[];
    const dirs = new Map(downloaded.map(({ Path, Dir }) => [Path, Dir]));
    const assets = Object.fromEntries(
      Object.entries(PLACES).map(([name, [module, dir]]) => [name, join(dirs.get(module)!, dir)]),
    ) as unknown as Assets;
    writeFileSync(memory, `${JSON.stringify(assets, undefined, 2)}\n`);
    return assets;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The remembered answer, as long as nobody has cleaned Go's module cache. */
function read(memory: string): Assets | undefined {
  try {
    const assets = JSON.parse(readFileSync(memory, "utf8")) as Assets;
    const names = Object.keys(PLACES) as (keyof Assets)[];
    return names.every((name) => existsSync(assets[name])) ? assets : undefined;
  } catch {
    return undefined;
  }
}
