import assert from "node:assert/strict";
import type { PlainObject } from "../../../core/merge";
import { errorsOf } from "../../../dev/support/checks";
import { documentedEntries } from "../../../dev/support/docs";
import { gatewayEverything } from "../../../dev/support/gatewayEverything";
import { EVERY_LLM_FORM } from "../../../dev/support/llmCatalogue";

describe("what the documentation and the contract tests show", () => {
  const services = { vllm: [8000], ollama: [11434], guard: [8000], judge: [8000, 9000, 80, 8080], otel: [4317, 4318] };
  const shown: [string, PlainObject][] = [
    ["the page on LLM providers", { llmProviders: documentedEntries("docs/llm-providers.md") }],
    ["every form of LLM provider", { llmProviders: EVERY_LLM_FORM }],
    ["a gateway with one of everything", { gateway: gatewayEverything }],
  ];
  for (const [title, catalogue] of shown) {
    it(`is sound: ${title}`, () => {
      const used = JSON.stringify(catalogue);
      const existingServices = Object.fromEntries(
        Object.entries(services).filter(([name]) => used.includes(`"${name}"`)),
      );
      assert.deepEqual(errorsOf({ ...catalogue, existingServices }), []);
    });
  }
});
