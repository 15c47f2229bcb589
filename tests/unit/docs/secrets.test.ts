import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { isPlainObject, mergeLayers, type PlainObject } from "../../../core/merge";
import { environmentSchema } from "../../../config/schema";
import { codeBlocks, documentedConfig } from "../../../dev/support/docs";
import { errorsOf, sound } from "../../../dev/support/checks";

const PAGE = "docs/secrets.md";

/** The parts of a section: lines of a stack file, and a manifest. */
function partsOf(blocks: readonly string[]): { config: PlainObject; manifests: string[] } {
  const config = Object.assign({}, ...blocks.map(documentedConfig)) as PlainObject;
  const manifests = blocks.filter((text) => {
    const value: unknown = parse(text);
    return isPlainObject(value) && "kind" in value;
  });
  return { config, manifests };
}

describe("the page on secrets", () => {
  const sections = readFileSync(PAGE, "utf8").split(/^## /m).slice(1);

  it("shows stack files that are accepted, with their manifests, and needs each kind that it allows", () => {
    const examples = sections.filter((text) => text.includes("allowedKinds:"));
    assert.ok(examples.length >= 5);
    for (const section of examples) {
      const blocks = [...section.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, block = ""]) => block);
      const { config, manifests } = partsOf(blocks);
      const over = mergeLayers(sound, { gateway: { insecure: ["unauthenticated", "plainHttp"] } }, config);
      const { allowedKinds: _, ...without } = over;
      const name = section.split("\n")[0];
      assert.deepEqual(errorsOf(over, manifests.join("---\n")), [], name);
      if (manifests.length > 0) assert.match(errorsOf(without, manifests.join("---\n")).join(), /allowedKinds/, name);
    }
    assert.ok(codeBlocks(PAGE, "yaml").length >= 8);
  });

  it("names the fields that there are", () => {
    const [, table = ""] = readFileSync(PAGE, "utf8").split("## Name a Secret that exists");
    const fields = [...table.matchAll(/^\| `([\w.<>]+)\.existingSecret`/gm)].map(([, path = ""]) => path.split(".")[0]);
    assert.ok(fields.length >= 8);
    for (const field of fields) assert.ok(field !== undefined && field in environmentSchema.shape, field);
  });
});
