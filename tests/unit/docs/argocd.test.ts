import assert from "node:assert/strict";
import { parse } from "yaml";
import { isPlainObject, type PlainObject } from "../../../core/merge";
import { PROJECT } from "../../../config/stackfile";
import { codeBlocks } from "../../../dev/support/docs";
import { environment } from "../../../dev/support/environment";

for (const [page, atLeast] of [
  ["docs/argocd.md", 8],
  ["docs/scale.md", 1],
] as const) {
  describe(`the examples in ${page}`, () => {
    it("are accepted", () => {
      const examples = codeBlocks(page, "yaml").map((block) => (parse(block) as PlainObject).config);
      assert.ok(examples.length >= atLeast);
      for (const config of examples) {
        assert.ok(isPlainObject(config));
        environment(Object.fromEntries(Object.entries(config).map(([key, value]) => [withoutProject(key), value])));
      }
    });
  });
}

function withoutProject(key: string): string {
  assert.ok(key.startsWith(`${PROJECT}:`));
  return key.slice(PROJECT.length + 1);
}
