/**
 * Settings of a property: how many runs, from which seed. The seed is the same in each run of the tests, so that what
 * fails here fails everywhere; `SEED=<number>` looks at others.
 */
export function runs(numRuns: number): { numRuns: number; seed: number } {
  return { numRuns, seed: SEED };
}

export const SEED = Number(process.env.SEED ?? 20261124);
