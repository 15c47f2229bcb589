import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../support/shell";
import type { Report } from "./figure";
import { seconds } from "./measure";

const LIMIT_MS = 2 * 3_600_000;

/** How long all tools take from nothing: no modules, nothing compiled, nothing built. */
export async function benchToolchain(report: Report): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), "bench-toolchain-"));
  const env = {
    ...process.env,
    AGENTGATEWAY_TOOLCHAIN_DIR: join(directory, "toolchain"),
    GOMODCACHE: join(directory, "modules"),
    GOCACHE: join(directory, "compiled"),
  };
  const build = `require("./sandbox/toolchain").ensureToolchain().catch((e) => { console.error(e); process.exit(1); })`;
  const cwd = join(__dirname, "../..");
  const command = ["-r", "ts-node/register/transpile-only", "-e", build];
  try {
    const time = await seconds(() => {
      // How far it is, is shown as it comes: half an hour is long.
      const { status, error } = spawnSync(process.execPath, command, {
        cwd,
        env,
        stdio: ["ignore", "inherit", "inherit"],
        timeout: LIMIT_MS,
      });
      if (status !== 0) throw error ?? new Error("building the tools failed");
    });
    report({ what: "toolchain from nothing", unit: "s", runs: [time], atMost: 25 * 60 });
  } finally {
    // Go makes its modules read-only: only Go itself can remove them.
    await run("go", ["clean", "-modcache"], { cwd, env });
    rmSync(directory, { recursive: true, force: true });
  }
}
