import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

/** What the provider's process has loaded once it is configured, by path. */
function loaded(): string[] {
  const script = [
    'require("./core/typescript.cjs")',
    'require("./cli/live/server.ts")',
    'require("./cli/live/resources.ts")',
    "console.log(JSON.stringify(Object.keys(require.cache)))",
  ].join(";");
  const root = resolve(__dirname, "../../../..");
  return JSON.parse(execFileSync(process.execPath, ["-e", script], { cwd: root, encoding: "utf8" })) as string[];
}

describe("the process of the provider of live objects", () => {
  it("loads no schemas of the configuration and nothing that reads YAML: each preview waits for what it loads", () => {
    const modules = loaded();
    assert.ok(modules.some((path) => path.endsWith("cli/live/provider.ts")));
    assert.deepEqual(
      modules.filter((path) => /\/node_modules\/(zod|yaml)\//.test(path)),
      [],
    );
  });
});
