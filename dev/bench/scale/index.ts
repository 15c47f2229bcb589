import { join } from "node:path";
import { run } from "../../support/shell";
import type { Report } from "../figure";

const RUNS = 3;
const FEW = 100;
const MANY = 1000;
/** Stacks of a few lines that extend others. */
const A_FEW_CLUSTERS = 10;
const FIFTY = 50;

/** What rendering a number of environments took. */
export interface Cost {
  /** Seconds from the stack files to the written tree. */
  seconds: number;
  /** Seconds to find that the written tree is what the stack files say. */
  checking: number;
  /** The most memory (MiB, resident) that the process has had. */
  memory: number;
  /** What was written (KiB). */
  written: number;
}

/**
 * How the description of a hub's environments grows with their number, by the committed catalogue with an override in each
 * environment. A stack's own `up` knows of no other, so what grows is `npm run render` and the checks of a pull request.
 */
export async function benchScale(report: Report): Promise<void> {
  await benchExtending(report);
  const few = await costs("tenants", FEW);
  const many = await costOf("tenants", MANY);
  const least = (of: keyof Cost) => Math.min(...few.map((cost) => cost[of]));
  const more = (of: keyof Cost) => (many[of] - least(of)) / (MANY - FEW);
  report({
    what: `render of ${FEW} environments: read, check, build, write`,
    unit: "s",
    runs: few.map(({ seconds }) => seconds),
  });
  report({
    what: `render of ${MANY} environments`,
    unit: "s",
    runs: [many.seconds],
    yardstick: { what: `${MANY / FEW} times that of ${FEW}`, value: (MANY / FEW) * least("seconds") },
    atMost: 1.5,
  });
  report({ what: `memory of rendering ${FEW} environments`, unit: "MiB", runs: few.map(({ memory }) => memory) });
  report({ what: "memory of each environment more", unit: "KiB", runs: [more("memory") * 1024], atMost: 1024 });
  report({ what: "files of each environment", unit: "KiB", runs: [more("written")] });
}

/** How fifty stacks that extend each other compare with ten: a stack more costs what each costs. */
async function benchExtending(report: Report): Promise<void> {
  const few = await costs("clusters", A_FEW_CLUSTERS);
  const fifty = await costs("clusters", FIFTY);
  for (const [verb, part] of [
    ["render", "seconds"],
    ["check", "checking"],
  ] as const) {
    const least = Math.min(...few.map((cost) => cost[part]));
    report({
      what: `${verb} of ${A_FEW_CLUSTERS} stacks that extend one`,
      unit: "s",
      runs: few.map((cost) => cost[part]),
    });
    report({
      what: `${verb} of ${FIFTY} stacks that extend one`,
      unit: "s",
      runs: fifty.map((cost) => cost[part]),
      yardstick: {
        what: `${FIFTY / A_FEW_CLUSTERS} times that of ${A_FEW_CLUSTERS}`,
        value: (FIFTY / A_FEW_CLUSTERS) * least,
      },
      atMost: 1.5,
    });
  }
}

async function costs(kind: string, environments: number): Promise<Cost[]> {
  const all: Cost[] = [];
  for (let i = 0; i < RUNS; i++) all.push(await costOf(kind, environments));
  return all;
}

/** In a process of its own: the peak of its memory is never forgotten. */
async function costOf(kind: string, environments: number): Promise<Cost> {
  const program = ["-r", "ts-node/register/transpile-only", join(__dirname, "render.ts"), kind, String(environments)];
  const { code, stdout, all } = await run(process.execPath, program, { cwd: process.cwd(), env: process.env });
  if (code !== 0) throw new Error(all);
  return JSON.parse(stdout) as Cost;
}
