import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import type { Result } from "./figure";

/** Every measured result, a line of JSON each, committed: so a regression shows beside what was measured before. */
const HISTORY = join(__dirname, "history.jsonl");
const RESULTS = join(__dirname, "results");
/** Slower than the last time by more than this, on a machine of the same kind, is worth a word. */
const NOTABLE = 1.25;

interface Entry {
  at: string;
  machine: string;
  what: string;
  unit: string;
  runs: number;
  least: number;
  median: number;
  ratio?: number;
}

/** The machine as far as it decides how fast things are. */
function machine(): string {
  return `${cpus().length} x ${cpus()[0]?.model ?? "unknown"}, Node ${process.version}`;
}

/** Keeps results: the latest in a file of its own, all of them in the history. Returns what has become notably slower. */
export function keep(results: readonly Result[], now = new Date()): string[] {
  mkdirSync(RESULTS, { recursive: true });
  const at = now.toISOString();
  writeFileSync(join(RESULTS, "latest.json"), `${JSON.stringify({ at, machine: machine(), results }, undefined, 2)}\n`);
  const slower = regressions(results, readHistory());
  appendFileSync(HISTORY, results.map((result) => `${JSON.stringify(entryOf(result, at))}\n`).join(""));
  return slower;
}

/** What is slower than at the last time on such a machine, in words. */
export function regressions(results: readonly Result[], history: readonly Entry[], here = machine()): string[] {
  return results.flatMap(({ what, median, ratio, unit }) => {
    const last = history.filter((entry) => entry.what === what && entry.machine === here).at(-1);
    // A ratio to a yardstick of the same session says more than seconds do.
    const [now, before] =
      last?.ratio !== undefined && ratio !== undefined ? [ratio, last.ratio] : [median, last?.median];
    if (before === undefined || now <= before * NOTABLE) return [];
    const shown = (value: number) =>
      `${value.toFixed(2)} ${ratio !== undefined && last?.ratio !== undefined ? "x" : unit}`;
    return [`${what}: ${shown(now)}, and ${shown(before)} on ${last?.at.slice(0, 10)}`];
  });
}

function entryOf({ what, unit, runs, least, median, ratio }: Result, at: string): Entry {
  const rounded = (value: number) => Math.round(value * 1000) / 1000;
  return {
    at,
    machine: machine(),
    what,
    unit,
    runs: runs.length,
    least: rounded(least),
    median: rounded(median),
    ...(ratio === undefined ? {} : { ratio: rounded(ratio) }),
  };
}

function readHistory(): Entry[] {
  if (!existsSync(HISTORY)) return [];
  return readFileSync(HISTORY, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Entry);
}
