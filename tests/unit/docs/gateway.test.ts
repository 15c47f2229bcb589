import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { gatewaySpec } from "../../../components/gateway/spec";
import { policySpec } from "../../../components/policy/spec";
import { environmentSchema } from "../../../config/schema";

/** The TypeScript examples of a page: each holds the fields of an object. */
function examples(page: string): Record<string, unknown>[] {
  const blocks = [...readFileSync(`docs/${page}`, "utf8").matchAll(/```ts\n([^]*?)```/g)];
  return blocks.map(
    ([, text]) => JSON.parse(runInNewContext(`JSON.stringify({${text}})`) as string) as Record<string, unknown>,
  );
}

describe("the examples in docs/", () => {
  it("of gateways are accepted", () => {
    const all = examples("gateway.md");
    assert.ok(all.length >= 7);
    for (const example of all) gatewaySpec.parse(example);
  });

  it("of policies are accepted, whether they show the catalogue, an entry or a member", () => {
    const all = examples("policies.md");
    assert.ok(all.length >= 15);
    for (const { policies, clients, ...member } of all) {
      if (policies !== undefined) environmentSchema.shape.policies.parse(policies);
      else policySpec.parse(clients ?? { on: "gateway", ...member });
    }
  });
});
