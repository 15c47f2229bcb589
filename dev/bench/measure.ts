import { readFileSync, readdirSync } from "node:fs";

/** Seconds that something took. */
export async function seconds(run: () => unknown): Promise<number> {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1000;
}

/** Seconds of each of several runs, one after the other. */
export async function repeated(runs: number, run: () => unknown): Promise<number[]> {
  return (await inTurns(runs, run))[0] as number[];
}

/** Seconds of each run of several things, done in turns: so that a machine that gets slower does so for all of them. */
export async function inTurns(runs: number, ...things: (() => unknown)[]): Promise<number[][]> {
  const times: number[][] = things.map(() => []);
  for (let i = 0; i < runs; i++) {
    for (const [index, thing] of things.entries()) times[index]?.push(await seconds(thing));
  }
  return times;
}

/** Memory (MiB, resident) of a process, as Linux keeps account of it: now (`VmRSS`), or the most so far (`VmHWM`). */
export function memoryOf(pid: number | string, field: "VmRSS" | "VmHWM"): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const [, kib = "0"] = new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(status) ?? [];
  return Number(kib) / 1024;
}

const SAMPLE_MS = 100;

/**
 * The most memory (MiB, resident) that any process of this machine had whose command line contains all of some words,
 * while something ran. Linux reports the peak of a process itself, so what matters is only to look before it ends.
 */
export async function peakMemory(words: readonly string[], run: () => Promise<unknown>): Promise<number> {
  let peak = 0;
  const sample = () => {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
        if (!words.every((word) => command.includes(word))) continue;
        peak = Math.max(peak, memoryOf(pid, "VmHWM"));
      } catch {
        // It ended between two looks.
      }
    }
  };
  const clock = setInterval(sample, SAMPLE_MS);
  try {
    await run();
  } finally {
    clearInterval(clock);
  }
  if (peak === 0) throw new Error(`no process with ${words.join(" and ")} in its command line was seen`);
  return peak;
}
