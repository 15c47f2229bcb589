import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
import { assertAllValid } from "../../checks";
import type { Description } from "../../config/checkout";
import type { PlainObject } from "../../core/merge";
import { validateEnvironment } from "../../config/validate";
import { compareTree, writeTree } from "../../gitops/files";
import { renderTree } from "../../gitops/tree";
import { ensureToolchain } from "../sandbox/toolchain";
import type { Report } from "./figure";
import { repeated, seconds } from "./measure";

const RUNS = 3;
/**
 * Seconds after which Kustomize is stopped: its time grows with the square of the size and more, so that a slow machine
 * would wait for what only makes the comparison better for us.
 */
const KUSTOMIZE_SECONDS = 300;
/** Targets of one MCP backend that the CRD accepts. */
const SERVERS_PER_PATH = 32;

/**
 * How long it takes to get from a description to files, next to what Kustomize takes to read them; and how that grows.
 * A size of 1,000 is 1,000 providers and 1,000 MCP servers, of which every tenth differs in the one overlay.
 */
export async function benchRender(report: Report): Promise<void> {
  const { kustomize } = (await ensureToolchain({ only: ["kustomize"] })).bin;
  const directory = mkdtempSync(join(tmpdir(), "bench-render-"));
  try {
    // Until the engine has compiled what is measured.
    render(100, directory);
    const small = await repeated(RUNS, () => render(1000, directory));
    // Once: Kustomize takes minutes, next to which the others' differences are nothing.
    let finished = false;
    const overlay = join(directory, "k8s/overlays/bench");
    const build = await seconds(() => (finished = kustomizeBuild(kustomize, overlay)));
    const kustomized = finished ? "kustomize build" : `kustomize build, stopped after ${KUSTOMIZE_SECONDS} s`;
    report({ what: `${kustomized}: 1,000 providers and 1,000 MCP servers`, unit: "s", runs: [build] });
    report({
      what: "render of the same: merge, check, build, write",
      unit: "s",
      runs: small,
      yardstick: { what: kustomized, value: build },
      atMost: 1,
    });
    report({
      what: "render of 10,000 and 10,000",
      unit: "s",
      runs: [await seconds(() => render(10_000, directory))],
      yardstick: { what: "ten times that of 1,000", value: 10 * Math.min(...small) },
      atMost: 1.5,
    });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** All of `npm run render`, into a directory that holds nothing yet. */
function render(size: number, directory: string): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory);
  const checkout = describe(size);
  assertAllValid(checkout, []);
  const tree = renderTree(checkout);
  writeTree(tree, directory, compareTree(tree, directory));
}

function describe(size: number): Description {
  const catalogue = {
    namespace: "bench",
    repository: { url: "https://git.example.com/x.git" },
    gateway: { insecure: ["unauthenticated", "plainHttp"] },
    ...entries(size),
  };
  const override: PlainObject = {
    llmProviders: Object.fromEntries(everyTenth(size, (name) => [`llm-${name}`, { model: "another" }])),
    mcpServers: Object.fromEntries(everyTenth(size, (name) => [`mcp-${name}`, { replicas: 2 }])),
  };
  return {
    base: validateEnvironment("base", [catalogue]),
    environments: [validateEnvironment("bench", [catalogue, override])],
  };
}

function entries(size: number): PlainObject {
  const names = Array.from({ length: size }, (_, index) => index);
  return {
    llmProviders: Object.fromEntries(names.map((n) => [`llm-${n}`, { provider: "openai", model: "gpt-5.4-mini" }])),
    mcpServers: Object.fromEntries(
      names.map((n) => [
        `mcp-${n}`,
        { image: "example.com/tools:1", path: `/tools-${Math.floor(n / SERVERS_PER_PATH)}`, env: { LOG: "info" } },
      ]),
    ),
  };
}

function everyTenth<T>(size: number, make: (name: number) => T): T[] {
  return Array.from({ length: Math.ceil(size / 10) }, (_, index) => make(index * 10));
}

/** Returns whether it came to its end in time. */
function kustomizeBuild(kustomize: string, overlay: string): boolean {
  const options = { stdin: "ignore", stdout: "ignore", timeout: KUSTOMIZE_SECONDS * 1000, reject: false } as const;
  const { timedOut, failed, stderr } = execa.sync(kustomize, ["build", overlay], options);
  if (timedOut) return false;
  // A time of something that failed would be no time.
  if (failed) throw new Error(`kustomize failed: ${stderr}`);
  return true;
}
