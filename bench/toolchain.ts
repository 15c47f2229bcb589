import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "../tests/support/shell";
import type { Report } from "./figure";
import { seconds } from "./measure";

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
  const command = ["-r", "ts-node/register/transpile-only", "-e", build];
  try {
    const time = await seconds(async () => {
      const { code, all } = await run(process.execPath, command, { cwd: join(__dirname, ".."), env, minutes: 120 });
      if (code !== 0) throw new Error(all);
    });
    report({ what: "toolchain from nothing", unit: "s", runs: [time], atMost: 25 * 60 });
  } finally {
    // Go makes its modules read-only: only Go itself can remove them.
    await run("go", ["clean", "-modcache"], { cwd: directory, env });
    rmSync(directory, { recursive: true, force: true });
  }
}
