import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assertAllSound } from "../checks";
import type { Described } from "../config/rendered";
import type { PlainObject } from "../config/merge";
import { validateEnvironment } from "../config/validate";
import { compareTree, writeTree } from "../gitops/files";
import { renderTree } from "../gitops/tree";
import { ensureToolchain } from "../sandbox/toolchain";

const RUNS = 3;
/** Targets of one MCP backend that the CRD accepts. */
const SERVERS_PER_PATH = 32;

/** One line of the table; times in milliseconds, each the median of its runs. */
interface Row {
  what: string;
  size: number;
  runs: number;
  median: number;
  fastest: number;
  slowest: number;
}

/**
 * How long it takes to get from a description to files, next to what Kustomize takes to read them; and how that grows.
 * A size of 1,000 is 1,000 providers and 1,000 MCP servers, of which every tenth differs in the one overlay.
 */
export async function benchRender(): Promise<Row[]> {
  const { kustomize } = (await ensureToolchain({ only: ["kustomize"] })).bin;
  const directory = mkdtempSync(join(tmpdir(), "bench-render-"));
  try {
    const rows: Row[] = [];
    const measured = async (...args: Parameters<typeof time>) => {
      const row = await time(...args);
      console.log(`${row.what}, ${row.size}: ${row.median} ms`);
      rows.push(row);
    };
    // Until the engine has compiled what is measured.
    await renderTree(describe(100));
    const larger = describe(10_000);
    await measured("render: the tree in memory", 10_000, 1, () => renderTree(larger));
    for (const size of [100, 1000]) {
      const described = describe(size);
      await measured("describe: merge and validate", size, RUNS, () => describe(size));
      await measured("check: all rules", size, RUNS, () => assertAllSound(described, []));
      await measured("render: the tree in memory", size, RUNS, () => renderTree(described));
      const tree = await renderTree(described);
      await measured("write: all files, anew", size, RUNS, () => {
        rmSync(directory, { recursive: true });
        writeTree(tree, directory, compareTree(tree, directory));
      });
      // Once: at 1,000 it takes minutes, next to which the others' differences are nothing.
      await measured("kustomize build of the overlay", size, 1, () =>
        build(kustomize, join(directory, "k8s/overlays/bench")),
      );
    }
    return rows;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function describe(size: number): Described {
  const catalogue = { namespace: "bench", repository: { url: "https://git.example.com/x.git" }, ...entries(size) };
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
    llmProviders: Object.fromEntries(names.map((n) => [`llm-${n}`, { provider: "openai", model: "gpt-4.1-mini" }])),
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

function build(kustomize: string, overlay: string): void {
  const { status, stderr } = spawnSync(kustomize, ["build", overlay], { stdio: ["ignore", "ignore", "pipe"] });
  // A time of something that failed would be no time.
  if (status !== 0) throw new Error(`kustomize failed: ${stderr.toString()}`);
}

async function time(what: string, size: number, runs: number, run: () => unknown): Promise<Row> {
  const times: number[] = [];
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await run();
    times.push(Math.round(performance.now() - start));
  }
  times.sort((a, b) => a - b);
  const [fastest, median, slowest] = [0, Math.floor(runs / 2), runs - 1].map((index) => times[index]) as [
    number,
    number,
    number,
  ];
  return { what, size, runs, median, fastest, slowest };
}
