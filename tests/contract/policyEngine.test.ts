import assert from "node:assert/strict";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { ensureToolchain } from "../../dev/sandbox/toolchain";
import { run } from "../../dev/support/shell";

const GATEWAY = {
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { name: "gate" },
  spec: { listeners: [{ name: "open", port: 80, protocol: "HTTP" }] },
};

/** A program with a component like those of the catalogue: it was given the objects that Argo CD deploys. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
class Component extends pulumi.ComponentResource {
  constructor(name, args) {
    super("agentgateway-infra:index:AgentGateway", name, args);
    this.registerOutputs({});
  }
}
new Component("gateway", { "Gateway gate": ${JSON.stringify(GATEWAY)} });
`;

/**
 * The pack, run by Pulumi's own engine. The language host that can be built here starts no packs, so the engine is led the
 * older way, which it keeps for languages that have no host: a command that starts packs of a language named "sandbox".
 */
describe("the policy pack, in a preview", () => {
  let root: string;
  let env: NodeJS.ProcessEnv;
  let pulumi: string;
  before(async () => {
    const { bin } = await ensureToolchain({ only: ["pulumi", "pulumi-language-nodejs"] });
    pulumi = bin.pulumi;
    root = mkdtempSync(join(tmpdir(), "policy-engine-"));
    for (const folder of ["program", "bin", "state", "home"]) mkdirSync(join(root, folder));
    // The pack's own folder is copied, because it is changed; what it imports is where it is.
    cpSync("policy", join(root, "policy"), { recursive: true });
    for (const part of readdirSync(".").filter((name) => name !== "policy" && !name.startsWith("."))) {
      symlinkSync(join(process.cwd(), part), join(root, part));
    }
    symlinkSync(join(process.cwd(), "node_modules"), join(root, "program/node_modules"));
    writeFileSync(join(root, "policy/PulumiPolicy.yaml"), "runtime: sandbox\n");
    const starter = join(root, "bin/pulumi-analyzer-policy-sandbox");
    const runner = join(process.cwd(), "node_modules/@pulumi/pulumi/cmd/run-policy-pack");
    writeFileSync(starter, `#!/bin/sh\nexec "${process.execPath}" "${runner}" "$@"\n`);
    chmodSync(starter, 0o755);
    writeFileSync(join(root, "program/Pulumi.yaml"), "name: test\nruntime: nodejs\n");
    writeFileSync(join(root, "program/package.json"), JSON.stringify({ name: "test", main: "index.js" }));
    writeFileSync(join(root, "program/index.js"), PROGRAM);
    env = {
      ...process.env,
      PATH: [join(root, "bin"), dirname(process.execPath), process.env.PATH].join(delimiter),
      PULUMI_HOME: join(root, "home"),
      PULUMI_BACKEND_URL: `file://${join(root, "state")}`,
      PULUMI_CONFIG_PASSPHRASE: "test",
      PULUMI_SKIP_UPDATE_CHECK: "true",
    };
    const { code, all } = await run(pulumi, ["stack", "init", "test"], { cwd: join(root, "program"), env });
    assert.equal(code, 0, all);
  });
  after(() => rmSync(root, { recursive: true }));

  const preview = (settings: object) => {
    const config = join(root, "settings.json");
    writeFileSync(config, JSON.stringify(settings));
    const options = ["--policy-pack", join(root, "policy"), "--policy-pack-config", config];
    return run(pulumi, ["preview", "--stack", "test", ...options], { cwd: join(root, "program"), env });
  };

  it("ends it where a rule is broken, by an object or by all of them together", async () => {
    const { code, all } = await preview({});
    assert.notEqual(code, 0, all);
    for (const rule of ["tls-listeners", "replicas", "disruption-budgets"]) {
      assert.ok(all.includes(`[mandatory]  ${rule}  (agentgateway-infra:index:AgentGateway: gateway)`), all);
    }
  });

  it("lets it pass with advice and exceptions", async () => {
    const { code, all } = await preview({
      "tls-listeners": { except: { "gate/open": "TLS ends at the load balancer" } },
      replicas: "disabled",
      "disruption-budgets": "advisory",
    });
    assert.equal(code, 0, all);
    assert.ok(all.includes("[advisory]  disruption-budgets"), all);
    assert.ok(!all.includes("tls-listeners") && !all.includes("[mandatory]"), all);
  });
});
