import { join } from "node:path";
import { run } from "../support/shell";
import type { Report } from "./figure";
import { repeated } from "./measure";

const RUNS = 3;

/** How long a contributor waits for the unit tests. */
export async function benchUnit(report: Report): Promise<void> {
  const cwd = join(__dirname, "../..");
  const runs = await repeated(RUNS, async () => {
    const { code, all } = await run("npm", ["run", "--silent", "test:unit"], { cwd, env: process.env });
    if (code !== 0) throw new Error(all);
  });
  report({ what: "unit tests", unit: "s", runs, atMost: 15 });
}
