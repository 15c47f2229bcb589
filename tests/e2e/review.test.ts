import assert from "node:assert/strict";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { parse } from "yaml";
import { changeModel } from "../../dev/support/change";
import { Checkout } from "../../dev/support/checkout";
import { assertCode } from "../../dev/support/shell";
import { StandIns } from "../../dev/support/standIns";
import type { Workflow } from "../../dev/support/workflowRules";

const { jobs } = parse(readFileSync("ci/review/workflow.yaml", "utf8")) as Workflow;

interface Backend {
  spec: { ai: { provider: { openai: { model: string } } } };
}

// One story, in order: the scripts of the workflow as they stand in it, on a sandbox. Of GitHub there is a stand-in.
describe("a review environment", () => {
  let checkout: Checkout;
  let standIns: StandIns;
  before(() => {
    checkout = new Checkout(resolve(__dirname, "../.."));
    standIns = new StandIns();
  });
  after(async () => {
    standIns.remove();
    await checkout.discard();
  });

  /** Runs the scripts of a job that are about the environment; who may do that, and the packages, are of other tests. */
  async function job(name: string, variables: Record<string, string>): Promise<string> {
    const set = Object.entries({ RUNNER_TEMP: checkout.root, GITHUB_REPOSITORY: "acme/infra", ...variables })
      .map(([key, value]) => `export ${key}='${value}'`)
      .join("\n");
    const scripts = (jobs[name]?.steps ?? []).flatMap(({ run = "" }) =>
      /ci\/(review|comment)/.test(run) ? [run] : [],
    );
    assert.ok(scripts.length > 0, name);
    const path = `export PATH='${standIns.directory}${delimiter}'"$PATH"`;
    const outcome = await checkout.shell("bash", ["-e", "-c", [set, path, ...scripts].join("\n")]);
    assertCode(outcome, 0);
    return outcome.all;
  }
  const model = async (namespace: string) => {
    const backend = await checkout.get<Backend>("dev", "agentgatewaybackend", "openai", "--namespace", namespace);
    return backend.spec.ai.provider.openai.model;
  };
  const stacks = async () => (await checkout.pulumi("stack", "ls", "--json")).stdout;

  it("has a template: all that dev is, applied by Pulumi, by the controller that is there", async () => {
    assertCode(await checkout.npm("start", "--json"), 0);
    await checkout.enterSandbox();
    assertCode(await checkout.pulumi("stack", "init", "review"), 0);
    assertCode(await checkout.shell("pulumi", ["config", "cp", "--stack", "dev", "--dest", "review"]), 0);
    for (const [path, value] of [
      ["namespace", "agentgateway-review"],
      ["delivery", "direct"],
      ["cluster.controlPlane", "existing"],
    ] as const) {
      assertCode(await checkout.shell("pulumi", ["config", "set", "--stack", "review", "--path", path, value]), 0);
    }
  });

  it("is what the pull request's code computes", async () => {
    changeModel(checkout, "gpt-5.4");
    await job("catalogue", {});
    assert.match(readFileSync(join(checkout.root, "catalogue.json"), "utf8"), /"model":"gpt-5\.4"/);
    checkout.git("checkout", "--quiet", "platform.ts");
  });

  it("is deployed into a namespace of its own, and commented", async () => {
    const sent = join(standIns.directory, "sent");
    standIns.add("gh", `case "$*" in *--slurp*) echo '[[]]' ;; *) cat > "${sent}" ;; esac`);
    await job("up", { NUMBER: "12", COMMIT: "0123456789abcdef" });
    assert.equal(await model("agentgateway-review-12"), "gpt-5.4");
    assert.equal(await model("agentgateway-system"), "gpt-5.4-mini");
    const { body } = JSON.parse(readFileSync(sent, "utf8")) as { body: string };
    assert.match(
      body,
      /^<!-- agentgateway-infra: review -->\n\nReview environment of `0123456789ab`, in the namespace `agentgateway-review-12`:/,
    );
    assert.match(body, /\n- `openai` `http:\/\/[^`]+\/openai`\n/);
  });

  it("follows the next push", async () => {
    const file = join(checkout.root, "catalogue.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"gpt-5.4"', '"gpt-5.4-pro"'));
    await job("up", { NUMBER: "12", COMMIT: "1123456789abcdef" });
    assert.equal(await model("agentgateway-review-12"), "gpt-5.4-pro");
  });

  it("goes with its pull request, and leaves nothing", async () => {
    const shown = await job("down", { NUMBER: "12" });
    assert.match(shown, /^review-12 is removed$/m);
    const gone = await checkout.shell("kubectl", ["get", "namespace", "agentgateway-review-12", "--context", "dev"]);
    assert.match(gone.all, /not found/);
    assert.doesNotMatch(await stacks(), /review-12/);
    rmSync(join(checkout.directory, "platform.base.ts"));
    checkout.git("checkout", "--quiet", "platform.ts");
    assertCode(await checkout.shell("npm", ["run", "--silent", "status", "--", "dev"]), 0);
    assertCode(await checkout.pulumi("preview", "--stack", "dev", "--expect-no-changes"), 0);
  });
});
