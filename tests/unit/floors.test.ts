import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** What the rule on floors says of some files. */
function violations(files: Record<string, string>): string[] {
  const directory = mkdtempSync(join(tmpdir(), "floors-"));
  try {
    for (const file of [".dependency-cruiser.cjs", "tsconfig.json"]) cpSync(file, join(directory, file));
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(join(directory, file, ".."), { recursive: true });
      writeFileSync(join(directory, file), text);
    }
    const tool = resolve("node_modules/dependency-cruiser/bin/dependency-cruiser.mjs");
    const folders = [...new Set(Object.keys(files).map((file) => file.split("/")[0] as string))];
    const options = ["--config", ".dependency-cruiser.cjs", "--output-type", "json", ...folders];
    const { stdout, stderr } = spawnSync(process.execPath, [tool, ...options], { cwd: directory, encoding: "utf8" });
    assert.ok(stdout.startsWith("{"), stderr);
    const { summary } = JSON.parse(stdout) as { summary: { violations: { from: string; to: string }[] } };
    return summary.violations.map(({ from, to }) => `${from} -> ${to}`).sort();
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe("the rule on floors", () => {
  it("lets imports point downwards, and types of the schema be named", () => {
    const files = {
      "core/errors.ts": "export const a = 1;",
      "config/schema.ts": 'import { a } from "../core/errors";\nexport type Environment = typeof a;',
      "components/x.ts": 'import type { Environment } from "../config/schema";\nexport const b: Environment = 1;',
    };
    assert.deepEqual(violations(files), []);
  });

  it("fails on imports that point upwards, on users' data in a library, and on circles", () => {
    const files = {
      "core/errors.ts": 'import { b } from "../kube/object";\nexport const a = b;',
      "kube/object.ts": "export const b = 1;",
      "config/schema.ts": "export const environmentSchema = 1;",
      "components/x.ts": 'import { environmentSchema } from "../config/schema";\nexport const c = environmentSchema;',
      "gitops/one.ts":
        'import { two } from "./two";\nimport { platform } from "../platform";\nexport const one = [two, platform];',
      "gitops/two.ts": 'import { one } from "./one";\nexport const two = () => one;',
      "platform.ts": "export const platform = 1;",
    };
    assert.deepEqual(violations(files), [
      "components/x.ts -> config/schema.ts",
      "core/errors.ts -> kube/object.ts",
      "gitops/one.ts -> gitops/two.ts",
      "gitops/one.ts -> platform.ts",
    ]);
  });
});
