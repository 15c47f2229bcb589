import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import Mocha from "mocha";
import { UserError } from "../core/errors";
import { reportAndExit } from "../core/report";

/** How many tests passed and failed. */
interface Count {
  passed: number;
  failed: number;
}

const root = join(__dirname, "..");

/** How the floors are checked: folders that hold sources, and the files above them. */
const FLOORS = [
  ...["--config", ".dependency-cruiser.cjs", "--output-type", "err"],
  ...["core", "kube", "components", "config", "checks", "gitops", "policy", "cli", "dev", "tests"],
  ...["exports.ts", "index.ts", "platform.ts"],
];

/** Everything that `npm test` does, in the order in which it would find a mistake soonest. */
const steps: Record<string, { what: string; run: () => Promise<Count> | Count }> = {
  types: { what: "types", run: () => command("tsc", ["-p", "."]) },
  floors: { what: "floors: imports point downwards", run: () => command("depcruise", FLOORS) },
  eslint: { what: "eslint", run: () => command("eslint", ["."]) },
  format: { what: "format", run: () => command("prettier", ["--check", "--log-level", "warn", "."]) },
  unit: { what: "unit tests", run: () => suite("unit") },
  render: { what: "the committed tree is rendered", run: () => script("cli/main.ts", ["render", "--check"]) },
  topology: { what: "the pictures are current", run: () => script("cli/main.ts", ["topology", "--check"]) },
  docs: { what: "the reference is what the schemas say", run: () => script("cli/main.ts", ["docs", "--check"]) },
  policy: { what: "the environments meet the organisation's policy", run: () => script("cli/main.ts", ["policy"]) },
  contract: { what: "contract tests: schemas and kustomize", run: () => suite("contract") },
  browser: {
    what: "the pictures, in a browser",
    run: () => command("mocha", ["--forbid-pending", "--timeout", "300000", "tests/browser/*.test.mjs"]),
  },
  e2e: { what: "end to end, on the sandbox", run: () => suite("e2e") },
  faults: { what: "faults: killed, cut off, refused, on the sandbox", run: () => suite("faults") },
};

/** What needs more than this project installs, and what takes longer than the rest together: see the tests themselves. */
const apart = ["browser", "faults"];

const groups: Record<string, string[]> = {
  all: Object.keys(steps).filter((name) => !apart.includes(name)),
  lint: ["types", "floors", "eslint", "format"],
};

async function main(): Promise<void> {
  const requested = process.argv[2] ?? "all";
  const names = groups[requested] ?? (requested in steps ? [requested] : undefined);
  if (names === undefined)
    throw new UserError(
      `there are no tests "${requested}"; there are: ${[...Object.keys(groups), ...Object.keys(steps)].join(", ")}`,
    );
  const total: Count = { passed: 0, failed: 0 };
  for (const name of names) {
    const step = steps[name] as (typeof steps)[string];
    console.log(`\n== ${step.what}`);
    const { passed, failed } = await step.run();
    total.passed += passed;
    total.failed += failed;
    // What comes later takes longer and would only say the same in other words.
    if (failed > 0) break;
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`);
  process.exit(total.failed > 0 ? 1 : 0);
}

/** Runs the mocha suite of a folder, in this process. */
function suite(folder: string): Promise<Count> {
  // Only what hangs takes that long, even on a machine that has much else to do.
  const options = folder === "unit" ? { timeout: 300_000 } : { timeout: 3_600_000, bail: true };
  // Faults are timed, so each has the machine to itself. Of the others, each file tells when it has ended.
  const jobs = folder === "faults" ? 1 : availableParallelism();
  const mocha = new Mocha({ ...options, parallel: jobs > 1, jobs, forbidOnly: true, forbidPending: true });
  for (const file of longestFirst(globSync(join(root, "tests", folder, "**", "*.test.ts")).sort())) mocha.addFile(file);
  return new Promise((resolve) => {
    const runner = mocha.run((failed) => resolve({ passed: runner.stats?.passes ?? 0, failed }));
  });
}

/** The files that take longest, each by itself: one that began last would run alone while other processors wait. */
const LONG = ["e2e/chain", "e2e/clusters", "e2e/takeover", "e2e/serving", "e2e/hub", "contract/apiServer"];

function longestFirst(files: readonly string[]): string[] {
  const place = (file: string) => {
    const index = LONG.findIndex((long) => file.includes(`/${long}.`));
    return index === -1 ? LONG.length : index;
  };
  return [...files].sort((a, b) => place(a) - place(b));
}

function command(name: string, args: readonly string[]): Count {
  return verdict(
    spawnSync(process.execPath, [join(root, "node_modules", ".bin", name), ...args], { cwd: root, stdio: "inherit" })
      .status,
  );
}

function script(file: string, args: readonly string[]): Count {
  const command = ["-r", "ts-node/register/transpile-only", file, ...args];
  return verdict(spawnSync(process.execPath, command, { cwd: root, stdio: "inherit" }).status);
}

function verdict(status: number | null): Count {
  return status === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

main().catch(reportAndExit);
