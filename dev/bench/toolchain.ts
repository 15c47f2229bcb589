import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import execa from "execa";
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
  const build = `require("./dev/sandbox/toolchain").ensureToolchain().catch((e) => { console.error(e); process.exit(1); })`;
  const cwd = join(__dirname, "../..");
  const command = ["-r", "ts-node/register/transpile-only", "-e", build];
  try {
    // How far it is, is shown as it comes: half an hour is long.
    const stdio = ["ignore", "inherit", "inherit"] as const;
    const time = await seconds(() => execa(process.execPath, command, { cwd, env, stdio, timeout: LIMIT_MS }));
    report({ what: "toolchain from nothing", unit: "s", runs: [time], atMost: 25 * 60 });
  } finally {
    // Go makes its modules read-only: only Go itself can remove them.
    await run("go", ["clean", "-modcache"], { cwd, env });
    rmSync(directory, { recursive: true, force: true });
  }
}
