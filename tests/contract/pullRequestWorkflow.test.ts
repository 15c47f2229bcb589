import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { Checkout } from "../../dev/support/checkout";
import { StandIns } from "../../dev/support/standIns";
import type { Workflow } from "../../dev/support/workflowRules";

const { jobs } = parse(readFileSync(".github/workflows/pull-request.yaml", "utf8")) as Workflow;

/** The jobs that show what a pull request changes: their scripts as they stand in the workflow, on a merge as GitHub makes it. */
describe("the workflow of pull requests", function () {
  this.timeout(300_000);
  let checkout: Checkout;
  let standIns: StandIns;
  before(async () => {
    standIns = new StandIns();
    checkout = new Checkout(process.cwd());
    checkout.git("checkout", "--quiet", "-b", "change");
    checkout.edit("Pulumi.prod.yaml", (text) => text.replace("replicas: 3", "replicas: 4"));
    assert.equal((await checkout.npm("render")).code, 0);
    checkout.commit("four replicas");
    checkout.git("checkout", "--quiet", "main");
    checkout.git("merge", "--quiet", "--no-ff", "--message", "as GitHub would", "change");
  });
  after(() => {
    standIns.remove();
    rmSync(checkout.root, { recursive: true });
  });

  const scripts = (job: string) => jobs[job]?.steps?.filter(({ run }) => run !== undefined) ?? [];
  const shell = (script: string, variables: NodeJS.ProcessEnv) => {
    const env = { ...process.env, ...variables };
    const { status, stdout, stderr } = spawnSync("bash", ["-e", "-c", script], {
      cwd: checkout.directory,
      env,
      encoding: "utf8",
    });
    assert.equal(status, 0, `${script}\n${stdout}${stderr}`);
  };

  for (const side of ["base", "head"]) {
    it(`renders the objects of the ${side}`, () => {
      const merge = checkout.git("rev-parse", "main");
      const directory = join(checkout.directory, "objects", `objects-of-${side}`);
      mkdirSync(directory, { recursive: true });
      for (const { run = "", if: condition } of scripts("objects")) {
        if (condition === undefined || condition === `matrix.side == '${side}'`)
          shell(run, { RUNNER_TEMP: checkout.root });
      }
      assert.equal(
        checkout.git("rev-parse", "HEAD"),
        side === "base" ? checkout.git("rev-parse", `${merge}^1`) : merge,
      );
      checkout.git("checkout", "--quiet", "main");
      renameSync(join(checkout.root, "objects.json"), join(directory, "objects.json"));
    });
  }

  it("comments the difference, with the right to write and nothing else", () => {
    const sent = join(standIns.directory, "sent");
    standIns.add("gh", `case "$*" in *--slurp*) echo '[[]]' ;; *) cat > "${sent}" ;; esac`);
    const summary = join(checkout.root, "summary");
    const PATH = [standIns.directory, process.env.PATH].join(delimiter);
    const variables = { PATH, GITHUB_STEP_SUMMARY: summary, GITHUB_REPOSITORY: "acme/infra", NUMBER: "12" };
    for (const { run = "" } of scripts("comment")) shell(run, variables);
    const { body } = JSON.parse(readFileSync(sent, "utf8")) as { body: string };
    assert.equal(body, readFileSync(summary, "utf8"));
    assert.match(body, /\| <code>prod<\/code> \| 0 \| \d+ \| 0 \|/);
    assert.match(body, /^-.*replicas: 3\n\+.*replicas: 4$/m);
    assert.equal(
      standIns.calls().at(-1),
      "gh api repos/acme/infra/issues/12/comments --method POST --silent --input -",
    );
  });
});
