import assert from "node:assert/strict";
import { missingCredentials } from "../../../config/checks";
import { providerSpec } from "../../../components/llm/provider/spec";
import { codeBlocks, documentedEntries } from "../../../dev/support/docs";
import { environment } from "../../../dev/support/environment";

const PAGE = "docs/llm-providers.md";

describe("the page on LLM providers", () => {
  const llmProviders = documentedEntries(PAGE);

  it("shows entries that are valid, of every kind but the one that it only names", () => {
    const desired = environment({ llmProviders }).llmProviders;
    const shown = new Set(Object.values(desired).map(({ provider = "failover" }) => provider));
    const kinds = providerSpec.options.map((option) => option.shape.provider.value);
    assert.deepEqual(
      kinds.filter((kind) => !shown.has(kind)),
      ["azureopenai"],
    );
    assert.ok(shown.has("failover"));
  });

  it("has a command for each secret that its entries need, and for no other", () => {
    const commands = codeBlocks(PAGE, "bash").flatMap((block) => [...block.matchAll(/--path (\S+) --stack dev/g)]);
    assert.deepEqual(
      commands.map(([, path]) => path).sort(),
      missingCredentials(environment({ llmProviders }))
        .map(({ path }) => path)
        .sort(),
    );
  });
});
