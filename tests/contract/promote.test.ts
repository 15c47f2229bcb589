import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";

const script = join(process.cwd(), "ci/promote.mjs");

describe("promotion", function () {
  this.timeout(60_000);
  let root: string;
  let checkout: string;

  const env = {
    ...process.env,
    GIT_CONFIG_GLOBAL: "/dev/null",
    ...Object.fromEntries(
      ["AUTHOR", "COMMITTER"].flatMap((who) => [
        [`GIT_${who}_NAME`, "test"],
        [`GIT_${who}_EMAIL`, "test@example.com"],
      ]),
    ),
  };
  const git = (...args: string[]) => execFileSync("git", args, { cwd: checkout, encoding: "utf8", env }).trim();
  const commit = (file: string, text = "") => {
    writeFileSync(join(checkout, file), text);
    git("add", "--all");
    git("commit", "--quiet", "--message", `add ${file}`);
    return git("rev-parse", "HEAD");
  };
  const onRemote = (branch: string) => git("ls-remote", "origin", `refs/heads/${branch}`).split("\t")[0];
  const promote = (...args: string[]) => spawnSync("node", [script, ...args], { cwd: checkout, encoding: "utf8", env });
  const refused = (expected: RegExp, ...args: string[]) => {
    const { status, stderr } = promote(...args);
    assert.match(stderr, expected);
    assert.ok(stderr.startsWith("error: "), stderr);
    assert.equal(status, 1);
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "promote-"));
    checkout = join(root, "checkout");
    execFileSync("git", ["init", "--quiet", "--bare", join(root, "remote.git")], { env });
    execFileSync("git", ["init", "--quiet", "--initial-branch=dev", checkout], { env });
    git("remote", "add", "origin", join(root, "remote.git"));
    // Stands for the check of the rendered tree: it fails where a file says so.
    writeFileSync(join(checkout, "render.js"), "process.exit(require('fs').existsSync('stale') ? 1 : 0)");
    commit("package.json", JSON.stringify({ scripts: { render: "node render.js" } }));
    git("push", "--quiet", "origin", "dev");
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it("makes and moves on a branch by fast-forward, and says when there is nothing to do", () => {
    const first = git("rev-parse", "HEAD");
    assert.match(promote("stage").stdout, /^stage moved from nothing to [0-9a-f]{12}\n$/);
    assert.equal(onRemote("stage"), first);
    const second = commit("a");
    git("push", "--quiet", "origin", "dev");
    assert.equal(promote("stage").status, 0);
    assert.equal(onRemote("stage"), second);
    assert.match(promote("stage").stdout, /^stage is at [0-9a-f]{12} already/);
    assert.equal(promote("main").status, 0);
    assert.equal(onRemote("main"), second);
  });

  it("promotes to main what stage holds, not what dev holds", () => {
    const staged = git("rev-parse", "HEAD");
    promote("stage");
    commit("later");
    git("push", "--quiet", "origin", "dev");
    refused(/check out [0-9a-f]{12} without changes: its rendered tree is checked before it is promoted/, "main");
    git("checkout", "--quiet", staged);
    assert.equal(promote("main").status, 0);
    assert.equal(onRemote("main"), staged);
  });

  it("promotes the approved commit, although the branch has moved on since, and never goes back", () => {
    const approved = git("rev-parse", "HEAD");
    const later = commit("later");
    git("push", "--quiet", "origin", "dev");
    assert.equal(promote("stage", "--commit", approved, "--checked", approved).status, 0);
    assert.equal(onRemote("stage"), approved);
    assert.equal(promote("stage").status, 0);
    assert.match(promote("stage", "--commit", approved).stdout, /stage is beyond [0-9a-f]{12} already/);
    assert.equal(onRemote("stage"), later);
  });

  it("refuses where the branch has commits of its own, and names them", () => {
    git("checkout", "--quiet", "-b", "stage");
    const own = commit("hotfix");
    git("push", "--quiet", "origin", "stage");
    git("checkout", "--quiet", "dev");
    commit("a");
    git("push", "--quiet", "origin", "dev");
    refused(/stage has commits that dev has not, so this is no fast-forward:\n {2}[0-9a-f]+ add hotfix\n/, "stage");
    assert.equal(onRemote("stage"), own);
  });

  it("refuses a stale tree, one that another commit was checked for, and a changed checkout", () => {
    const sound = git("rev-parse", "HEAD");
    commit("stale");
    git("push", "--quiet", "origin", "dev");
    refused(/the rendered tree of [0-9a-f]{12} is not what its configuration says/, "stage");
    refused(/the rendered tree of [0-9a-f]{12} is not what its configuration says/, "stage", "--checked", sound);
    rmSync(join(checkout, "stale"));
    refused(/check out [0-9a-f]{12} without changes: its rendered tree is checked before it is promoted/, "stage");
    assert.equal(onRemote("stage"), "");
  });

  it("refuses a commit of another branch, an unknown target, and a remote without the branch before", () => {
    git("checkout", "--quiet", "-b", "feature");
    const feature = commit("feature");
    refused(/[0-9a-f]{12} is not on dev/, "stage", "--commit", feature);
    refused(/say where to: stage or main/, "prod");
    refused(/say where to: stage or main/);
    refused(/origin has no branch stage/, "main");
  });

  it("changes nothing in a dry run", () => {
    assert.match(promote("stage", "--dry-run").stdout, /^stage would move to/);
    assert.equal(onRemote("stage"), "");
  });

  it("prints a plan as JSON alone, and changes nothing by it", () => {
    const commit = git("rev-parse", "HEAD");
    writeFileSync(join(checkout, "render.js"), "console.log('checked')");
    const next = (git("commit", "--quiet", "--all", "--message", "talk"), git("rev-parse", "HEAD"));
    git("push", "--quiet", "origin", "dev");
    const text = `stage would move to ${next.slice(0, 12)}`;
    const { stdout, stderr } = promote("stage", "--plan");
    assert.deepEqual(JSON.parse(stdout), { source: "dev", commit: next, moves: true, text });
    assert.match(stderr, /checked/);
    assert.equal(onRemote("stage"), "");
    git("push", "--quiet", "origin", `${commit}:refs/heads/stage`);
    assert.deepEqual(JSON.parse(promote("stage", "--plan", "--commit", commit).stdout), {
      source: "dev",
      commit,
      moves: false,
      text: `stage is at ${commit.slice(0, 12)} already`,
    });
  });
});

describe("the promotion workflow", () => {
  interface Job {
    permissions: Record<string, string>;
    needs?: string | string[];
    environment?: string;
    steps: { id?: string; uses?: string; run?: string; with?: Record<string, unknown> }[];
  }
  const text = readFileSync(".github/workflows/promote.yaml", "utf8");
  const { permissions, jobs } = parse(text) as { permissions: object; jobs: Record<string, Job> };

  it("gives the right to push to no job that runs packages, and puts nothing of an event into a script", () => {
    assert.deepEqual(permissions, {});
    for (const [name, job] of Object.entries(jobs)) {
      const scripts = job.steps.flatMap(({ run }) => run ?? []);
      if (job.permissions.contents === "write") assert.ok(!scripts.join().includes("npm"), name);
      for (const run of scripts) assert.ok(!run.includes("${{"), run);
    }
    assert.deepEqual(Object.fromEntries(Object.entries(jobs).map(([name, job]) => [name, job.permissions])), {
      approval: { actions: "write", contents: "read" },
      check: { contents: "read" },
      gate: { contents: "read", "id-token": "write" },
      promote: { contents: "write" },
    });
  });

  it("pushes after the gate alone, which moves nothing and takes its own program from dev", () => {
    const { gate, promote } = jobs;
    assert.deepEqual([gate?.needs, promote?.needs], ["check", ["check", "gate"]]);
    assert.equal(gate?.environment, "drift-${{ needs.check.outputs.before }}");
    assert.equal(gate?.steps.find(({ uses }) => uses?.startsWith("actions/checkout@"))?.with?.ref, "dev");
    const waits = gate?.steps.flatMap(({ run }) => run ?? []).find((run) => run.includes("npm run")) ?? "";
    assert.match(waits, /promote -- "\$TARGET" --commit "\$COMMIT" --checked "\$COMMIT" --dry-run$/);
  });

  it("knows the branch before each target as the script does, and refuses what is no commit", () => {
    const script = jobs.check?.steps.find(({ id }) => id === "ref")?.run ?? "";
    const directory = mkdtempSync(join(tmpdir(), "promote-step-"));
    const outputs = (TARGET: string, COMMIT: string) => {
      const GITHUB_OUTPUT = join(directory, "output");
      writeFileSync(GITHUB_OUTPUT, "");
      const { status } = spawnSync("bash", ["-eo", "pipefail", "-c", script], {
        env: { ...process.env, TARGET, COMMIT, GITHUB_OUTPUT },
      });
      return status === 0 ? readFileSync(GITHUB_OUTPUT, "utf8").trim().split("\n") : status;
    };
    try {
      const sha = "ab12".repeat(10);
      assert.deepEqual(outputs("stage", sha), ["target=stage", "before=dev", `ref=${sha}`]);
      assert.deepEqual(outputs("main", ""), ["target=main", "before=stage", "ref=stage"]);
      assert.equal(outputs("main", `${sha}\nref=evil`), 1);
      assert.equal(outputs("prod", ""), 1);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
