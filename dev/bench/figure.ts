/** What a benchmark measured: one line of the table. */
export interface Figure {
  what: string;
  unit: "s" | "ms" | "MiB" | "KiB";
  /** Each run, in the unit. */
  runs: readonly number[];
  /** What it is compared with, measured in the same session. */
  yardstick?: { what: string; value: number };
  /** What it must not exceed: as a multiple of the yardstick where there is one, and as a value otherwise. */
  atMost?: number;
}

/** A figure with what follows from it. */
export interface Result extends Figure {
  least: number;
  median: number;
  /** The median as a multiple of the yardstick. */
  ratio?: number;
  /** Whether the target holds; absent where there is none. */
  met?: boolean;
}

/** Judges a figure by its median: the least of a few runs flatters, and their mean punishes one hiccup. */
export function assess(figure: Figure): Result {
  const median = medianOf(figure.runs);
  const ratio = figure.yardstick && median / figure.yardstick.value;
  const met = figure.atMost === undefined ? undefined : (ratio ?? median) <= figure.atMost;
  return {
    ...figure,
    least: Math.min(...figure.runs),
    median,
    ...(ratio === undefined ? {} : { ratio }),
    ...(met === undefined ? {} : { met }),
  };
}

/** The middle one of some runs; of an even number, the longer one of the two. */
export function medianOf(runs: readonly number[]): number {
  return [...runs].sort((a, b) => a - b)[Math.floor(runs.length / 2)] as number;
}

/** The results as rows of a table, as texts. */
export function rowsOf(results: readonly Result[]): string[][] {
  return results.map(({ what, unit, runs, least, median, yardstick, ratio, atMost, met }) => [
    what,
    String(runs.length),
    `${round(least)} ${unit}`,
    `${round(median)} ${unit}`,
    yardstick ? `${round(yardstick.value)} ${unit}: ${yardstick.what}` : "",
    ratio === undefined ? "" : `${round(ratio)} x`,
    atMost === undefined ? "" : ratio === undefined ? `${atMost} ${unit}` : `${atMost} x`,
    met === undefined ? "" : met ? "met" : "MISSED",
  ]);
}

/** The heads of those rows' columns. */
export const COLUMNS = ["FIGURE", "RUNS", "LEAST", "MEDIAN", "YARDSTICK", "RATIO", "AT MOST", ""];

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Receives a figure when it is measured, so that what was measured is kept when a later one fails. */
export type Report = (figure: Figure) => void;
