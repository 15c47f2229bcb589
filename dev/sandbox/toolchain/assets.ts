/**
 * Files of the published modules that the sandbox reads where Go's module cache has them: manifests, charts, scripts.
 * None of them is copied to this repository.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { toolchainDir } from "./cache";
import { findGo, type Go } from "./go";
import { copyRecipe, hashSources } from "./recipe";
import { workDir } from "./work";

/** Directories in Go's module cache. All are read-only, and no file in them is executable. */
export interface Assets {
  /** The Gateway API's standard CustomResourceDefinitions. */
  gatewayApiCrds: string;
  /** The same of the experimental channel. */
  gatewayApiExperimentalCrds: string;
  /** What the API server says of the kinds that it has without CRDs, one OpenAPI document for each group and version. */
  kubernetesOpenApi: string;
  /** The Helm charts `agentgateway` and `agentgateway-crds`, one directory each. */
  agentgatewayCharts: string;
  /** kwok's stage definitions: `node/…`, `pod/…` and more. */
  kwokStages: string;
  /** Argo CD's installation manifests. */
  argocdManifests: string;
  /** Argo CD's scripts; copy `git-verify-wrapper.sh` and `gpg-wrapper.sh` to PATH and make them executable. */
  argocdHack: string;
}

/** What only tests read. */
export interface TestAssets {
  /** The experimental CustomResourceDefinitions of Gateway API 1.4, the oldest that agentgateway 1.4 supports. */
  formerGatewayApiCrds: string;
}

/** Where assets are: by their names, a published module and a directory in it. */
type Places<Name extends string> = Record<Name, [module: string, dir: string]>;

const PLACES: Places<keyof Assets> = {
  gatewayApiCrds: ["sigs.k8s.io/gateway-api", "config/crd/standard"],
  gatewayApiExperimentalCrds: ["sigs.k8s.io/gateway-api", "config/crd/experimental"],
  kubernetesOpenApi: ["k8s.io/kubernetes", "api/openapi-spec/v3"],
  agentgatewayCharts: ["github.com/agentgateway/agentgateway", "controller/install/helm"],
  kwokStages: ["sigs.k8s.io/kwok", "kustomize/stage"],
  argocdManifests: ["github.com/argoproj/argo-cd/v3", "manifests"],
  argocdHack: ["github.com/argoproj/argo-cd/v3", "hack"],
};
/** In a recipe of its own, for one recipe has one version of a module. */
const TEST_PLACES: Places<keyof TestAssets> = {
  formerGatewayApiCrds: ["sigs.k8s.io/gateway-api", "config/crd/experimental"],
};
const LIMIT_SECONDS = 900;

/** Resolves all assets; downloads their modules when they are not in Go's module cache. */
export function resolveAssets(root: string, go: () => Promise<Go>, signal?: AbortSignal): Promise<Assets> {
  return resolve("cluster", PLACES, { root, go, signal });
}

/** The same for what only tests read. */
export function resolveTestAssets(): Promise<TestAssets> {
  return resolve("gateway-api-1.4", TEST_PLACES, { root: toolchainDir(), go: () => findGo() });
}

interface Resolving {
  root: string;
  go: () => Promise<Go>;
  signal?: AbortSignal | undefined;
}

async function resolve<Name extends string>(
  recipe: string,
  places: Places<Name>,
  { root, go, signal }: Resolving,
): Promise<Record<Name, string>> {
  const memory = join(root, `assets-${hashSources(recipe, ["go.mod", "go.sum"]).slice(0, 12)}.json`);
  const names = Object.keys(places) as Name[];
  const known = read(memory, names);
  if (known) return known;

  const scratch = workDir(root, "assets");
  try {
    copyRecipe(recipe, scratch);
    const modules = [...new Set(names.map((name) => places[name][0]))];
    const output = await (
      await go()
    ).run(["mod", "download", "-json", ...modules], { cwd: scratch, limitSeconds: LIMIT_SECONDS, signal });
    // The answer is a row of JSON objects without anything between them.
    const downloaded = JSON.parse(`[${output.replace(/\}\s*\{/g, "},{")}]`) as { Path: string; Dir: string }[];
    const dirs = new Map(downloaded.map(({ Path, Dir }) => [Path, Dir]));
    const assets = Object.fromEntries(
      names.map((name) => {
        const [module, dir] = places[name];
        return [name, join(dirs.get(module)!, dir)];
      }),
    ) as Record<Name, string>;
    writeFileSync(memory, `${JSON.stringify(assets, undefined, 2)}\n`);
    return assets;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The remembered answer, as long as nobody has cleaned Go's module cache. */
function read<Name extends string>(memory: string, names: readonly Name[]): Record<Name, string> | undefined {
  try {
    const assets = JSON.parse(readFileSync(memory, "utf8")) as Record<Name, string>;
    return names.every((name) => existsSync(assets[name])) ? assets : undefined;
  } catch {
    return undefined;
  }
}
