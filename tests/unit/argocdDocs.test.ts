import assert from "node:assert/strict";
import { parse } from "yaml";
import { isPlainObject, type PlainObject } from "../../config/merge";
import { PROJECT } from "../../config/stackfile";
import { codeBlocks } from "../support/docs";
import { environment } from "../support/environment";

describe("the examples in docs/argocd.md", () => {
  it("are accepted", () => {
    const examples = codeBlocks("docs/argocd.md", "yaml").map((block) => (parse(block) as PlainObject).config);
    assert.ok(examples.length >= 8);
    for (const config of examples) {
      assert.ok(isPlainObject(config));
      environment(Object.fromEntries(Object.entries(config).map(([key, value]) => [withoutProject(key), value])));
    }
  });
});

function withoutProject(key: string): string {
  assert.ok(key.startsWith(`${PROJECT}:`));
  return key.slice(PROJECT.length + 1);
}
