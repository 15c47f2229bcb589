import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { environmentFiles } from "../../../../components/environment";
import { missingCredentials } from "../../../../config/checks";
import type { PlainObject } from "../../../../core/merge";
import { readStackFile } from "../../../../config/stackfile";
import { validateEnvironment } from "../../../../config/validate";
import { codeBlocks } from "../../../../dev/support/docs";
import { FIXTURE, platform } from "../../../../dev/support/fixture";

describe("a provider that is added the README's way", () => {
  const edit = codeBlocks("README.md", "ts").find((block) => block.startsWith("llmProviders: {\n")) ?? "";
  const { llmProviders: added } = runInThisContext(`({${edit}}})`) as { llmProviders: PlainObject };
  const [name = ""] = Object.keys(added);

  const dev = (providers: PlainObject) =>
    validateEnvironment("dev", [
      { ...platform, llmProviders: { ...platform.llmProviders, ...providers } },
      readStackFile(FIXTURE, "dev"),
    ]);
  const missing = (providers: PlainObject) => missingCredentials(dev(providers)).map(({ path }) => path);

  it("takes one edit of at most three lines, below a line that platform.ts has", () => {
    const [under, ...lines] = edit.trimEnd().split("\n");
    assert.equal(readFileSync(join(FIXTURE, "platform.ts"), "utf8").split(`\n  ${under}\n`).length, 2);
    assert.ok(lines.length >= 1 && lines.length <= 3);
  });

  it("takes one secret, by the command that stands there", () => {
    const before = missing({});
    assert.deepEqual(
      missing(added).filter((path) => !before.includes(path)),
      [`llmProviders.${name}.apiKey`],
    );
    const commands = codeBlocks("README.md", "bash").flatMap((block) => block.trimEnd().split("\n"));
    assert.deepEqual(
      commands.filter((command) => command.includes(name)),
      [`pulumi config set --secret --path llmProviders.${name}.apiKey --stack dev`],
    );
  });

  it("is served under its name", () => {
    const objects = environmentFiles(dev(added)).flatMap((file) => file.objects);
    const created = objects.filter(({ metadata }) => metadata.name === name);
    assert.deepEqual(
      created.map(({ kind }) => kind),
      ["AgentgatewayBackend", "HTTPRoute"],
    );
    assert.match(JSON.stringify(created[1]?.spec), new RegExp(`"value":"/${name}"`));
  });
});
