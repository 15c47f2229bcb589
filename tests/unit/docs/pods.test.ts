import assert from "node:assert/strict";
import { mergeLayers } from "../../../core/merge";
import { errorsOf, sound } from "../../../dev/support/checks";
import { codeBlocks, documentedConfig, documentedEntries } from "../../../dev/support/docs";

const PAGE = "docs/pods.md";

describe("the page on pods", () => {
  const insecure = { gateway: { insecure: ["unauthenticated", "plainHttp"] } };

  it("shows stack files and entries that are accepted", () => {
    const blocks = codeBlocks(PAGE, "yaml");
    assert.ok(blocks.length >= 6);
    for (const block of blocks) {
      const config = documentedConfig(block);
      assert.ok(Object.keys(config).length > 0, block);
      assert.deepEqual(errorsOf(mergeLayers(sound, insecure, config), ""), [], block);
    }
    assert.deepEqual(errorsOf(mergeLayers(sound, insecure, documentedEntries(PAGE)), ""), []);
  });
});
