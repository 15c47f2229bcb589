import assert from "node:assert/strict";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { table } from "../../dev/support/messages";
import { run } from "../../dev/support/shell";

const root = join(__dirname, "../..");
// Nothing is on PATH: what these need of other programs is missed.
const env = {
  ...process.env,
  PATH: "/nonexistent",
  AGENTGATEWAY_SANDBOX_DIR: join(tmpdir(), `no-sandbox-${process.pid}`),
};

table<string[]>("commands", async ([script = "", ...args]) => {
  const command = ["-r", "ts-node/register/transpile-only", join(root, script), ...args];
  const { code, all } = await run(process.execPath, command, { cwd: root, env });
  assert.equal(code, 1);
  // The usage that may follow is the command's own affair.
  return `${all.split("\n\n")[0]?.trimEnd()}\n`;
});
