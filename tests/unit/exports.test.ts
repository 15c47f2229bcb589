import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { relative } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import * as library from "../../exports";

describe("what other programs import", () => {
  it("is the components, and nothing else", () => {
    assert.deepEqual(Object.keys(library).sort(), [
      "A2aAgent",
      "AgentGateway",
      "AgentGatewayController",
      "AgentGatewayEnvironment",
      "ArgoCd",
      "GatewayApi",
      "GatewayPolicy",
      "GitRepository",
      "LlmProvider",
      "McpRouting",
      "McpServer",
      "RootApplication",
      "TargetCluster",
    ]);
    for (const component of Object.values(library)) assert.ok(component.prototype instanceof pulumi.ComponentResource);
  });

  it("loads neither our stack nor a user's data, and prints nothing", () => {
    const script = 'require("./exports"); process.stdout.write(JSON.stringify(Object.keys(require.cache)));';
    const args = ["-r", "ts-node/register/transpile-only", "-e", script];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: 300_000 });
    assert.equal(stderr, "");
    const loaded = (JSON.parse(stdout) as string[]).map((file) => relative(process.cwd(), file));
    const ours = loaded.filter((file) => !file.startsWith("..") && !file.startsWith("node_modules"));
    assert.ok(ours.includes("exports.ts"), ours.join());
    assert.deepEqual(
      ours.filter((file) => !/^(core|kube|components|config)\/|^exports\.ts$/.test(file)),
      [],
    );
  });
});
