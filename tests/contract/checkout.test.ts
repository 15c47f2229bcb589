import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensureToolchain } from "../../dev/sandbox/toolchain";
import { Checkout } from "../../dev/support/checkout";
import { FILE, mcpHost } from "../../dev/support/checks";

describe("commands in a checkout, with the real Pulumi", function () {
  this.timeout(300_000);
  let checkout: Checkout;
  before(async () => {
    const { binDir } = await ensureToolchain({ only: ["pulumi"] });
    checkout = new Checkout(process.cwd());
    checkout.useTools(binDir);
  });
  after(() => rmSync(checkout.root, { recursive: true }));

  async function refused(command: string, reported: RegExp): Promise<void> {
    const { code, all } = await checkout.shell("bash", ["-c", command]);
    assert.equal(code, 1, all);
    assert.match(all, reported);
  }

  it("say that no stack is selected, and that one is not there", async () => {
    await refused("npm run -s status", /error: No stack is selected. Name one, or: pulumi stack select dev/);
    await refused(
      "npm run -s drift -- dev",
      /error: The configuration of stack dev can't be read:\n.*no stack named 'dev'/,
    );
  });

  it("say of a stack that exports a kubeconfig that it is not there", async () => {
    await checkout.pulumi("stack", "init", "prod");
    const from = "pulumi config set --path cluster.kubeconfigFrom.stack organization/clusters/prod --stack prod";
    await refused(
      `${from} && npm run -s status -- prod`,
      /error: The outputs of stack organization\/clusters\/prod can't be read:/,
    );
  });

  it("say what the organisation demands, and what it advises", async () => {
    checkout.edit("policy/dev.json", () => '{ "replicas": "advisory" }');
    const { all } = await checkout.shell("npm", ["run", "-s", "policy", "--", "dev"]);
    assert.match(all, /Advice for dev:\n {2}- replicas: gateway, /);
    await refused("npm run -s policy -- dev", /error: The policy of dev is not met:\n {2}- pinned-images: mcpServers/);
  });

  it("are noted as a reader would type them", () => {
    checkout.assertRan(["pulumi stack init prod"]);
    assert.throws(() => checkout.assertRan(["pulumi stack init stage"]));
  });

  it("say what would be in Git is not sound, and then write nothing", async () => {
    writeFileSync(join(checkout.directory, FILE), mcpHost("https://mcp.example.com"));
    const before = await checkout.shell("git", ["status", "--porcelain"]);
    for (const command of ["npm run -s render", "npm run -s render -- --check"])
      await refused(command, /^error: What would be in Git is not sound:\n {2}- k8s\/base\/mine\.yaml, Agentgateway/);
    assert.deepEqual(await checkout.shell("git", ["status", "--porcelain"]), before);
    rmSync(join(checkout.directory, FILE));
  });

  it("say that the reference is not current", async () => {
    checkout.edit("docs/messages.md", (text) => text.replace("is unknown", "is known"));
    await refused(
      "npm run -s docs -- --check",
      /error: The reference is not what the schemas say:\n {2}- docs\/messages.md: is stale\n {6}Run `npm run docs` and commit it./,
    );
  });
});
