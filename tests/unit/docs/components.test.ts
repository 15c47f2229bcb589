import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { COMPONENTS } from "../../../cli/package/arguments";
import { token, type PackageSchema } from "../../../cli/package/packageSchema";
import { PACKAGE_SCHEMA } from "../../../cli/package/schema";
import { codeBlocks } from "../../../dev/support/docs";

const PAGE = "docs/components.md";

describe("the page on components", () => {
  it("shows the examples as they are", () => {
    assert.deepEqual(codeBlocks(PAGE, "ts"), [readFileSync("examples/typescript/index.ts", "utf8")]);
    assert.deepEqual(codeBlocks(PAGE, "yaml"), [readFileSync("examples/yaml/Pulumi.yaml", "utf8")]);
  });

  it("names the outputs that there are", () => {
    const { resources } = JSON.parse(readFileSync(PACKAGE_SCHEMA, "utf8")) as PackageSchema;
    const [, outputs = ""] = readFileSync(PAGE, "utf8").split("## Outputs");
    for (const name of COMPONENTS) {
      const [, row = ""] = new RegExp(`^\\| \`${name}\` +\\|(.*)\\|$`, "m").exec(outputs) ?? [];
      const named = [...row.matchAll(/`(\w+)`/g)].map(([, output]) => output);
      assert.deepEqual(named.sort(), Object.keys(resources[token(name)]?.properties ?? {}).sort(), name);
    }
  });
});
