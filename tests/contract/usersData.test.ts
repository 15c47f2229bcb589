import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Checkout } from "../../dev/support/checkout";
import { codeBlocks } from "../../dev/support/docs";
import type { StackList } from "../../cli/stacks/list";
import { assertCode, assertRefused } from "../../dev/support/shell";

// Catalogue and stacks are the user's: whatever valid ones there are, what is run before a push stays green.
describe("a checkout whose catalogue or stacks its user has changed", function () {
  this.timeout(600_000);
  let checkout: Checkout;
  beforeEach(() => (checkout = new Checkout(process.cwd())));
  afterEach(() => rmSync(checkout.root, { recursive: true }));

  const file = (path: string) => join(checkout.directory, path);

  function addTheReadmesProvider(): void {
    const entry = codeBlocks("README.md", "ts").find((block) => block.startsWith("llmProviders: {\n")) ?? "";
    assert.notEqual(entry, "");
    checkout.edit("platform.ts", (text) => text.replace("llmProviders: {\n", entry));
  }

  function keepOnlyOpenAi(): void {
    checkout.edit("platform.ts", (text) => text.replace(/( {4}openai: .*\n)[^]*$/, "$1  },\n});\n"));
  }

  function addStack(name: string): void {
    cpSync(file("Pulumi.stage.yaml"), file(`Pulumi.${name}.yaml`));
    checkout.edit(`Pulumi.${name}.yaml`, (text) => text.replaceAll("stage", name));
  }

  /** What a person runs after a change, and what then says that all is well. Tells what the policy says. */
  async function assertGreen(): Promise<string> {
    assertCode(await checkout.npm("render"), 0);
    assertCode(await checkout.npm("topology"), 0);
    assertCode(await checkout.npm("render", "--check"), 0);
    assertCode(await checkout.npm("topology", "--check"), 0);
    const policy = await checkout.npm("policy");
    assertCode(policy, 0);
    return policy.stdout;
  }

  it("is green with the README's provider, which prod's policy asks for keys like the others", async () => {
    addTheReadmesProvider();
    assert.doesNotMatch(await assertGreen(), /authenticated-routes/);
  });

  it("is green with prod opened by name, of which the policy has advice", async () => {
    checkout.edit("Pulumi.prod.yaml", (text) =>
      text
        .replace(/ +listeners:\n.*\n.*\n/, "    insecure: [unauthenticated, plainHttp]\n")
        .replace("on: gateway,", "enabled: false, on: gateway,"),
    );
    const policy = await assertGreen();
    assert.match(policy, /Advice for prod:\n[^]* {2}- authenticated-routes: llmProviders\./);
    assert.match(policy, / {2}- tls-listeners: gateway,/);
  });

  it("is told of a gateway that is open and does not say so, with the lines that accept and close it", async () => {
    checkout.edit("Pulumi.stage.yaml", (text) => text.replace(/ +insecure: .*\n/, "    replicas: 1\n"));
    for (const args of [[], ["--check"]]) {
      const { code, all } = await checkout.npm("render", ...args);
      assert.equal(code, 1);
      assert.match(
        all,
        /^ {2}- gateway\.insecure \(in stage\): \[\] does not name unauthenticated, .* HTTPRoute \S+ and \d more/m,
      );
      assert.match(
        all,
        /^ {2}- gateway\.insecure \(in stage\): \[\] does not name plainHttp, .* listener http \(port 80\)/m,
      );
      assert.match(all, /^ {6}Or accept it by name: gateway: { insecure: \["plainHttp"\] }$/m);
    }
  });

  it("is green with one provider, and exceptions that are no longer needed are advice", async () => {
    keepOnlyOpenAi();
    assert.match(await assertGreen(), /pinned-images\.except: "gcr\.io\/\S+" violates nothing/);
    assert.ok(!existsSync(file("k8s/base/mcp")));
  });

  it("is green with another stack, for which the policy only advises", async () => {
    addStack("qa");
    assert.match(await assertGreen(), /^qa has no policy\/qa\.json, so every rule only advises\./m);
    assert.ok(existsSync(file("k8s/overlays/qa")) && existsSync(file("docs/topology/qa.svg")));
  });

  it("is green with a stack of four lines that extends another, whose policy it is held to, and is listed", async () => {
    const lines = [
      "extends: prod",
      "namespace: agentgateway-qa",
      "cluster: { name: qa }",
      "automation: { deploy: push }",
    ];
    writeFileSync(file("Pulumi.qa.yaml"), `config:\n${lines.map((line) => `  ${line}\n`).join("")}`);
    assert.match(await assertGreen(), /^qa is held to policy\/prod\.json\.\nqa: \d+ rules were evaluated\./m);
    const overlay = readFileSync(file("k8s/overlays/qa/kustomization.yaml"), "utf8");
    assert.match(overlay, /^namespace: agentgateway-qa$/m);
    assert.match(overlay, /replicas/, "what prod overrides");
    assert.ok(existsSync(file("app-of-apps/root-application-qa.yaml")) && existsSync(file("docs/topology/qa.svg")));
    const { code, stdout } = await checkout.npm("stacks", "--json");
    assert.equal(code, 0);
    const { stacks, broken } = JSON.parse(stdout) as StackList;
    assert.deepEqual([stacks.map(({ name }) => name), broken], [["dev", "prod", "qa", "stage"], []]);
    assert.deepEqual(
      stacks.find(({ name }) => name === "qa"),
      {
        name: "qa",
        file: "Pulumi.qa.yaml",
        extends: ["prod"],
        delivery: "gitops",
        namespace: "agentgateway-qa",
        deploy: "push",
        branch: "dev",
        argocd: "existing",
        hub: null,
        cluster: "qa",
        clusterFrom: null,
        policy: "policy/prod.json",
      },
    );
    const [forQa, forProd] = [
      await checkout.npm("policy", "--settings", "qa"),
      await checkout.npm("policy", "--settings", "prod"),
    ];
    assertCode(forQa, 0);
    assert.equal(forQa.stdout, forProd.stdout);
    assert.equal(
      (JSON.parse(forQa.stdout) as Record<string, { enforcementLevel: string }>)["pinned-images"]?.enforcementLevel,
      "advisory",
    );
  });

  it("is green with the page's stack that Pulumi applies itself, of which nothing is rendered", async () => {
    const [block = ""] = codeBlocks("docs/delivery.md", "yaml");
    const [, name = ""] = /^# Pulumi\.(\w+)\.yaml\n/.exec(block) ?? [];
    writeFileSync(file(`Pulumi.${name}.yaml`), block);
    await assertGreen();
    assert.equal(checkout.git("status", "--porcelain", "k8s", "app-of-apps", "repo.yml", "docs/topology"), "");
    const { stdout } = await checkout.npm("stacks");
    assert.match(stdout, /^mine +dev +direct +agentgateway-mine +- +- +none +policy\/dev\.json$/m);
    assertRefused(await checkout.npm("policy", name), /Pulumi applies "mine" itself \(delivery: direct\)/);
  });

  it("is green with the page's hub, of which nothing is rendered, drawn or judged", async () => {
    const [block = ""] = codeBlocks("docs/hub.md", "yaml");
    writeFileSync(file("Pulumi.hub.yaml"), block);
    await assertGreen();
    assert.equal(checkout.git("status", "--porcelain", "k8s", "app-of-apps", "repo.yml", "docs/topology"), "");
    const { stdout } = await checkout.npm("stacks");
    assert.match(stdout, /^hub +- +none +argocd +- +install +approval +advice only$/m);
    for (const script of ["policy", "topology"])
      assertRefused(await checkout.npm(script, "hub"), /The stack "hub" deploys no environment \(delivery: none\)/);
  });

  it("has only a stack whose file has errors stopped by them", async () => {
    addStack("qa");
    await assertGreen();
    checkout.commit("qa");
    checkout.edit("Pulumi.qa.yaml", (text) => text.replace("agentgateway-qa", "agentgateway qa"));
    checkout.edit("platform.ts", (text) => text.replace("port: 80 }", "port: 8081 }"));
    const says = /environment "qa" has an error:\n {2}- namespace: "agentgateway qa" must be lower-case letters/;
    assertRefused(await checkout.npm("render", "--check"), says);
    const { code, all } = await checkout.npm("render");
    assert.equal(code, 1);
    assert.match(all, /^changed {2}k8s\/base\/proxies\/[^]* 0 removed/m);
    assert.match(all, says);
    assert.match(all, /What was rendered of qa earlier is left as it is\./);
    for (const script of ["policy", "topology"]) {
      const outcome = await checkout.npm(script);
      assertRefused(outcome, says);
      assert.match(
        outcome.all,
        script === "policy" ? /^prod: \d+ rules were evaluated/m : /^drawn {2}docs\/topology\/stage\.svg$/m,
      );
    }
    writeFileSync(file("policy/stage.json"), '{ "extends": "gone" }');
    const { all: held } = await checkout.npm("policy", "prod", "stage");
    assert.match(
      held,
      /^prod: \d+ rules[^]*^error: policy\/stage\.json has errors:\n {2}- extends: there is no policy\/gone\.json/m,
    );
    const changed = checkout.git("status", "--porcelain").split("\n");
    assert.ok(
      !changed.some((line) => /\/qa[./]|-qa\.|repo\.yml/.test(line.replace("Pulumi.qa.yaml", ""))),
      changed.join("\n"),
    );
    const { stacks, broken } = JSON.parse((await checkout.npm("stacks", "--json")).stdout) as StackList;
    assert.deepEqual([stacks.length, broken.map(({ file }) => file)], [3, ["Pulumi.qa.yaml"]]);
    assert.match(broken[0]?.message ?? "", says);
  });

  it("is green without a stack, of which nothing is left", async () => {
    rmSync(file("Pulumi.stage.yaml"));
    await assertGreen();
    const left = ["k8s/overlays/stage", "app-of-apps/stage", "docs/topology/stage.svg", "docs/topology/stage.md"];
    assert.deepEqual(
      left.filter((path) => existsSync(file(path))),
      [],
    );
  });

  it("passes the unit tests with all of that at once", async () => {
    keepOnlyOpenAi();
    addTheReadmesProvider();
    addStack("qa");
    rmSync(file("Pulumi.stage.yaml"));
    await assertGreen();
    assertCode(await checkout.npm("test:unit"), 0);
  });

  it("is told the file and the line of a mistake that the compiler can't read past, and nothing else", async () => {
    checkout.edit("platform.ts", (text) => text.replace("port: 80 } } },", "port: 80 } },"));
    const lines = readFileSync(file("platform.ts"), "utf8").trimEnd().split("\n").length;
    for (const script of ["render", "policy", "topology"]) {
      const { code, all } = await checkout.npm(script);
      assert.deepEqual([code, all.trim()], [1, `error: platform.ts, line ${lines}: Expected ',', got ')'`]);
    }
  });

  it("is told of an error of the catalogue that it is the catalogue's", async () => {
    writeFileSync(
      file("platform.ts"),
      readFileSync(file("platform.ts"), "utf8").replace('openai: { provider: "openai"', 'openai: { provider: "opnai"'),
    );
    const { code, all } = await checkout.npm("render");
    assert.equal(code, 1);
    assert.match(all, /^error: The catalogue \(platform\.ts\) has /);
  });
});
