import assert from "node:assert/strict";
import { codeBlocks, documentedConfig } from "../../../dev/support/docs";
import { environment } from "../../../dev/support/environment";

for (const [page, atLeast] of [
  ["docs/argocd.md", 8],
  ["docs/scale.md", 1],
] as const) {
  describe(`the examples in ${page}`, () => {
    it("are accepted", () => {
      const examples = codeBlocks(page, "yaml").map(documentedConfig);
      assert.ok(examples.length >= atLeast);
      for (const config of examples) {
        assert.ok(Object.keys(config).length > 0);
        environment(config);
      }
    });
  });
}
