import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { StandIns } from "../../dev/support/standIns";
import { untrusted, type Workflow } from "../../dev/support/workflowRules";

const script = join(process.cwd(), "ci/review/review.mjs");

/** Asks a function of the script, from a process that takes it for a module. */
function ask(call: string): unknown {
  const code = `import(${JSON.stringify(script)}).then((review) => console.log(JSON.stringify(review.${call})))`;
  return JSON.parse(execFileSync(process.execPath, ["-e", code], { encoding: "utf8" }));
}

describe("review environments", () => {
  it("are made by a workflow that can be trusted, with the login of the others", () => {
    const review = parse(readFileSync("ci/review/workflow.yaml", "utf8")) as Workflow;
    assert.deepEqual(untrusted(review), []);
    const up = parse(readFileSync(".github/workflows/up.yaml", "utf8")) as Workflow;
    const login = ({ jobs }: Workflow, job: string) =>
      jobs[job]?.steps?.find(({ uses }) => uses === "./.github/actions/log-in")?.with;
    for (const job of ["up", "down", "expired"]) assert.deepEqual(login(review, job), login(up, "up"), job);
    const order = review.jobs.up?.steps?.map(({ run, uses }) => run ?? uses ?? "") ?? [];
    const asked = order.indexOf('node ci/approvals.mjs user "$AUTHOR"');
    assert.ok(asked > 0 && asked < order.indexOf("./.github/actions/log-in"));
  });

  it("take from a pull request what they serve, and neither clusters, credentials nor charts", () => {
    const catalogue = {
      llmProviders: { openai: { provider: "openai", model: "`${x}`\u2028" } },
      cluster: { kubeconfig: "exec" },
      argocd: {},
      sources: {},
      repository: {},
      adopt: [],
      delivery: "gitops",
      namespace: "kube-system",
    };
    const text = `{"__proto__":{"cluster":{}},${JSON.stringify(catalogue).slice(1)}`;
    const module = ask(`platformModule(${JSON.stringify(text)})`) as string;
    const [, literal = ""] = /JSON\.parse\(("[^]*")\) as Partial<PlatformInput>;/.exec(module) ?? [];
    assert.deepEqual(JSON.parse(JSON.parse(literal) as string), { llmProviders: catalogue.llmProviders });
    assert.match(module, /^export const platform: PlatformInput = \{ \.\.\.base, \.\.\.contents \};$/m);
  });

  it("are commented with where they serve, until when, and no markup", () => {
    const outputs = {
      namespace: "agentgateway-review-12",
      urls: { http: "http://192.0.2.1", https: "https://192.0.2.1" },
      paths: { llmProviders: { openai: "/openai" }, mcpServers: { docs: "/mcp`@all" }, agents: {} },
    };
    assert.equal(
      ask(`commentOn(${JSON.stringify(outputs)}, "0123456789abcdef", 72)`),
      [
        "<!-- agentgateway-infra: review -->",
        "Review environment of `0123456789ab`, in the namespace `agentgateway-review-12`:",
        "- `openai` `http://192.0.2.1/openai`\n- `docs` `http://192.0.2.1/mcp @all`",
        "It is removed with the label, when the pull request closes, or 72 hours after the last push.",
        "",
      ].join("\n\n"),
    );
    assert.match(ask(`commentOn({ namespace: "a" }, "0", 1)`) as string, /The gateway has no address yet\./);
  });

  it("go when they are old or their pull request is closed; other stacks stay", () => {
    const at = (hour: number) => `2026-11-30T${String(hour).padStart(2, "0")}:00:00.000Z`;
    const stacks = [
      { name: "review-1", lastUpdate: at(1) },
      { name: "acme/agentgateway-infra/review-2", lastUpdate: at(9) },
      { name: "review-3", lastUpdate: at(9) },
      { name: "review-4" },
      { name: "review", lastUpdate: at(1) },
      { name: "prod-review-5", lastUpdate: at(1) },
      { name: "dev", lastUpdate: at(1) },
    ];
    const isOpen = `(number) => number !== "3"`;
    assert.deepEqual(ask(`expiredOf(${JSON.stringify(stacks)}, ${isOpen}, Date.parse("${at(10)}"), 8)`), ["1", "3"]);
    assert.deepEqual(ask(`expiredOf(${JSON.stringify(stacks)}, () => true, Date.parse("${at(10)}"), 10)`), []);
  });

  describe("by commands", () => {
    let standIns: StandIns;
    beforeEach(() => (standIns = new StandIns()));
    afterEach(() => standIns.remove());

    it("are removed where they are, one by one, and one that can't be stops no other", () => {
      standIns.add(
        "pulumi",
        `case "$*" in
          "stack ls"*) echo '[{"name":"review-1"},{"name":"review-2"},{"name":"review-22"}]' ;;
          "destroy --yes --skip-preview --stack review-1 "*) exit 1 ;;
        esac`,
      );
      standIns.add("gh", `[ "$3" = 22 ] && echo '{"state":"OPEN"}' || echo '{"state":"MERGED"}'`);
      const { status, stdout, stderr } = standIns.run(script, ["expired"]);
      assert.equal(status, 1);
      assert.equal(stdout, "review-2 is removed\n");
      assert.match(stderr, /^error: review-1: pulumi destroy --yes ended with 1\nerror: not removed: review-1$/m);
      assert.ok(standIns.calls().includes("pulumi stack rm --yes review-2 --non-interactive"));
      assert.equal(standIns.run(script, ["down", "7"]).stdout, "there is no stack review-7\n");
    });

    it("refuse what is no number, no verb or no catalogue", () => {
      standIns.add("pulumi", "");
      const refused = (args: string[], message: RegExp) => {
        const { status, stderr } = standIns.run(script, args);
        assert.equal(status, 1);
        assert.match(stderr, message);
      };
      refused(["up", "7; rm", script], /^error: say the number of the pull request$/m);
      refused(["up", "7"], /^error: say what to do: up NUMBER FILE, down NUMBER, or expired$/m);
      refused(["up", "7", script], /^error: the catalogue is no JSON$/m);
      assert.deepEqual(standIns.calls(), []);
    });
  });
});
