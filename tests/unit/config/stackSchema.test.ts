import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv, { type ValidateFunction } from "ajv";
import { parse } from "yaml";
import { stackNames } from "../../../config/stackfile";
import { SCHEMA } from "../../../cli/docs/files";
import { codeBlocks } from "../../../dev/support/docs";
import { FIXTURE } from "../../../dev/support/fixture";

describe("the schema of a stack's file", () => {
  let validate: ValidateFunction;
  before(() => {
    validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(
      JSON.parse(readFileSync(SCHEMA, "utf8")) as object,
    );
  });

  it("accepts the stacks of a checkout, each of which names it to editors", () => {
    const stacks = stackNames(FIXTURE);
    assert.ok(stacks.length >= 3);
    for (const stack of stacks) {
      const text = readFileSync(join(FIXTURE, `Pulumi.${stack}.yaml`), "utf8");
      assert.ok(text.startsWith(`# yaml-language-server: $schema=${SCHEMA}\n`), stack);
      assert.ok(validate(parse(text)), JSON.stringify(validate.errors));
    }
  });

  it("accepts what the documentation has stacks say", () => {
    const shown = ["README.md", "docs/environments.md", "docs/mcp-servers.md", "docs/patches.md"].flatMap((file) =>
      codeBlocks(file, "yaml"),
    );
    const stacks = shown.filter((block) => block.includes("agentgateway-infra:"));
    assert.ok(stacks.length >= 3);
    for (const stack of stacks) assert.ok(validate(parse(stack)), `${stack}${JSON.stringify(validate.errors)}`);
  });

  const config = (key: string, value: unknown) => ({ config: { [`agentgateway-infra:${key}`]: value } });
  const secure = { secure: "v1:abc" };
  const right: [string, unknown][] = [
    ["a part of an entry", config("llmProviders", { openai: { model: "gpt-5.4", apiKey: secure } })],
    ["a switch", config("mcpServers", { tools: { enabled: false } })],
    ["a listener's switch", config("gateway", { listeners: { http: { enabled: false } } })],
    ["a secret variable, and one that is only declared", config("agents", { a: { secrets: { A: secure, B: true } } })],
    [
      "a patch, and one that is taken back",
      config("patches", { "HTTPRoute/a": null, "Gateway/b": { spec: { listeners: null } } }),
    ],
    ["keys without the project's prefix", { config: { namespace: "n", gateway: { replicas: 2 }, extends: "dev" } }],
    [
      "another's stack, and other projects' keys",
      { config: { "agentgateway-infra:extends": "dev", "aws:region": "x" } },
    ],
  ];
  for (const [title, stack] of right) {
    it(`accepts ${title}`, () => assert.ok(validate(stack), JSON.stringify(validate.errors)));
  }

  const wrong: [string, unknown][] = [
    ["an unknown key", config("gatway", {})],
    ["a patch with an unknown field", config("patches", { "HTTPRoute/openai": { spec: { ruls: [] } } })],
    [
      "a patch with a list whose items lack a field",
      config("patches", { "HTTPRoute/openai": { spec: { rules: [{ backendRefs: [{}] }] } } }),
    ],
    ["a patch of a kind that there is not", config("patches", { "HTTPRout/openai": {} })],
    ["an unknown key without the project's prefix", { config: { gatway: {} } }],
    ["an unknown field of a key without it", { config: { gateway: { replica: 3 } } }],
    ["an unknown field", config("gateway", { replica: 3 })],
    ["an unknown field of an entry", config("llmProviders", { openai: { modle: "m" } })],
    ["another type", config("gateway", { replicas: "3" })],
    ["a secret in plain text", config("llmProviders", { openai: { apiKey: "sk-1" } })],
    ["`true` for a secret that is not only declared", config("llmProviders", { openai: { apiKey: true } })],
    ["an item of a list that lacks a field", config("gateway", { topologySpread: [{ maxSkew: 1 }] })],
  ];
  for (const [title, stack] of wrong) {
    it(`refuses ${title}`, () => assert.equal(validate(stack), false));
  }
});
