import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { GitHost, GIT_PASSWORD, WorkingCopy } from "../../../../dev/support/gitHost";
import { environment } from "../../../../dev/support/environment";
import { scratchSandbox } from "../../../../dev/support/sandbox";
import type { PlainObject } from "../../../../core/merge";
import { SecretValue } from "../../../../core/secret";
import { judgeOf } from "../../../../gitops/revision/delivered";
import { refusalOf } from "../../../../gitops/revision/messages";
import { commitToDeploy, pinned, readMove, readStanding, type Standing } from "../../../../gitops/revision/standing";

const FILE = "k8s/base/llm-providers/openai.yaml";

describe("where a checkout is, seen from the branch that Argo CD follows", () => {
  let directory: string;
  let host: GitHost;
  /** The checkout, at the commit that the branch has. */
  let mine: WorkingCopy;
  /** A colleague's. */
  let theirs: WorkingCopy;
  let first: string;
  const ordinary = process.env.TMPDIR;

  scratchSandbox((scratch) => {
    ({ directory } = scratch);
    layout = scratch.layout;
  });
  let layout: Parameters<typeof GitHost.open>[0];

  beforeEach(async function () {
    this.timeout(60_000);
    host = await GitHost.open(layout);
    theirs = await clone("theirs", "--quiet");
    await theirs.git("switch", "--quiet", "--create", "dev");
    first = await theirs.commit("Begin", {
      [FILE]: "a",
      "app-of-apps/dev/a.yaml": "a",
      "k8s/overlays/dev/a.yaml": "a",
    });
    await theirs.git("push", "--quiet", "origin", "HEAD:dev");
    mine = await clone("mine", "--branch=dev");
    mkdirSync(join(directory, "tmp"));
    process.env.TMPDIR = join(directory, "tmp");
  });
  afterEach(() => {
    if (ordinary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = ordinary;
    host.close();
  });

  async function clone(name: string, ...options: string[]): Promise<WorkingCopy> {
    const path = join(directory, name);
    await new WorkingCopy(directory).git("clone", "--quiet", ...options, host.open, path);
    return new WorkingCopy(path);
  }

  const described = (over: PlainObject = {}) =>
    environment(
      { repository: { url: host.url, username: "sandbox", password: new SecretValue(GIT_PASSWORD), ...over } },
      "dev",
    );
  const read = (over?: PlainObject, of = mine) => readStanding(described(over), of.directory);
  const push = () => theirs.git("push", "--quiet", "origin", "HEAD:dev");
  const relation = ({ comparison }: Standing) => [comparison?.relation, comparison?.files] as const;

  it("the same commit, and the same files at another one, are in step", async () => {
    const same = await read();
    assert.deepEqual([same.head, same.tip, ...relation(same)], [first, first, "same", []]);
    const notes = await mine.commit("Notes", { "README.md": "mine", "k8s/overlays/prod/a.yaml": "mine" });
    const ahead = await read();
    assert.deepEqual(
      [...relation(ahead), ahead.comparison?.ahead],
      ["ahead", [], [{ commit: notes, subject: "Notes" }]],
    );
    await theirs.commit("Prod", { "app-of-apps/prod/a.yaml": "theirs" });
    await push();
    assert.deepEqual(relation(await read()), ["diverged", []]);
  });

  it("files of the environment that are changed, new or gone, and no others, are not committed", async () => {
    mine.write({ [FILE]: "b", "k8s/base/new.yaml": "", "app-of-apps/dev/a.yaml": undefined });
    mine.write({ "k8s/overlays/prod/a.yaml": "", "platform.ts": "" });
    const { uncommitted, comparison } = await read();
    assert.deepEqual([...uncommitted].sort(), ["app-of-apps/dev/a.yaml", FILE, "k8s/base/new.yaml"].sort());
    assert.deepEqual(comparison?.relation, "same");
  });

  it("a commit that is not pushed, and one of somebody else's, tell by subject and files", async () => {
    const ours = await mine.commit("Use another model", { [FILE]: "b" });
    const ahead = await read();
    assert.deepEqual(relation(ahead), ["ahead", [FILE]]);
    assert.deepEqual(ahead.comparison?.ahead, [{ commit: ours, subject: "Use another model" }]);
    await mine.git("reset", "--quiet", "--hard", first);
    await theirs.commit("One", { [FILE]: "c" });
    const two = await theirs.commit("Two", { "k8s/overlays/dev/a.yaml": undefined });
    await push();
    const behind = await read();
    assert.deepEqual([behind.tip, ...relation(behind)], [two, "behind", [FILE, "k8s/overlays/dev/a.yaml"]]);
    assert.deepEqual(
      behind.comparison?.behind.map(({ subject }) => subject),
      ["Two", "One"],
    );
    await mine.commit("Use another model", { [FILE]: "b" });
    assert.equal((await read()).comparison?.relation, "diverged");
  });

  it("a shallow checkout knows what it can: where it is the branch, and where the branch goes on from it", async () => {
    await theirs.commit("Two", { [FILE]: "b" });
    await push();
    const shallow = await clone("shallow", "--depth=1", "--branch=dev");
    await shallow.git("checkout", "--quiet", "--detach");
    assert.deepEqual(relation(await read({}, shallow)), ["same", []]);
    await theirs.commit("Three", { [FILE]: "c" });
    await push();
    assert.deepEqual(relation(await read({}, shallow)), ["behind", [FILE]]);
    await theirs.git("push", "--quiet", "--force", "origin", `${first}:dev`);
    assert.deepEqual(relation(await read({}, shallow)), ["unknown", [FILE]]);
  });

  it("files without a commit, and without a repository, are compared as they are", async () => {
    rmSync(join(mine.directory, ".git"), { recursive: true });
    assert.deepEqual(relation(await read()), ["unknown", []]);
    mine.write({ [FILE]: "b", "k8s/overlays/dev/a.yaml": undefined });
    assert.deepEqual(relation(await read()), ["unknown", [FILE, "k8s/overlays/dev/a.yaml"]]);
    await mine.git("init", "--quiet");
    const unborn = await read();
    assert.deepEqual(relation(unborn), ["unknown", [FILE, "k8s/overlays/dev/a.yaml"]]);
    assert.deepEqual([unborn.head, unborn.uncommitted], [undefined, []]);
  });

  it("there is no such branch", async () => {
    await theirs.git("push", "--quiet", "origin", "HEAD:refs/heads/feature/nowhere");
    const { tip, unreachable, remote } = await read({ branch: "nowhere" });
    assert.deepEqual([tip, unreachable, remote], [undefined, undefined, "origin"]);
  });

  it("a host that can't be asked is told with what git said, without credentials", async () => {
    const wrong = await read({ password: new SecretValue("wrong-password") });
    assert.equal(wrong.unreachable, `remote: authentication required; fatal: Authentication failed for '${host.url}/'`);
    host.close();
    const { unreachable = "" } = await read({ password: undefined, username: undefined });
    assert.match(
      unreachable,
      /^fatal: unable to access 'http:\/\/127\.0\.0\.1:\d+\/agentgateway-infra\.git\/': .*connect/,
    );
    assert.ok(!unreachable.includes(GIT_PASSWORD));
  });

  it("without credentials in the stack git goes by the user's own remote", async () => {
    const none = { username: undefined, password: undefined };
    assert.deepEqual(relation(await read(none)), ["same", []]);
    await theirs.commit("Two", { [FILE]: "b" });
    await push();
    assert.deepEqual(relation(await read(none)), ["behind", [FILE]]);
    await mine.git("remote", "remove", "origin");
    assert.match((await read(none)).unreachable ?? "", /could not read Username/);
  });

  it("nothing in the checkout changes, and no temporary file stays", async () => {
    await theirs.commit("Two", { [FILE]: "b" });
    await push();
    mine.write({ [FILE]: "c" });
    const everyFile = () =>
      readdirSync(mine.directory, { recursive: true, encoding: "utf8" })
        .filter((file) => statSync(join(mine.directory, file)).isFile())
        .sort()
        .map((file) => [file, readFileSync(join(mine.directory, file)).toString("base64")]);
    const before = everyFile();
    assert.deepEqual(relation(await read()), ["behind", [FILE]]);
    assert.deepEqual(everyFile(), before);
    assert.deepEqual(readdirSync(join(directory, "tmp")), []);
  });

  describe("where the environment follows commits", () => {
    const following = () => ({
      ...described(),
      application: { ...described().application, follow: "commit" as const },
    });
    const standingOf = () => readStanding(following(), mine.directory);

    it("may be behind the branch, and is told the commit of the checkout", async () => {
      await theirs.commit("Two", { [FILE]: "b" });
      await push();
      const standing = await standingOf();
      assert.equal(refusalOf(standing), undefined);
      assert.equal(pinned(following(), standing.head).revision, first);
      assert.equal(pinned(described(), standing.head).revision, undefined);
    });

    it("is told the branch's commit by files that have none, where they are the same", async () => {
      rmSync(join(mine.directory, ".git"), { recursive: true });
      const same = await standingOf();
      assert.deepEqual([same.head, commitToDeploy(same), refusalOf(same)], [undefined, first, undefined]);
      mine.write({ [FILE]: "b" });
      assert.match(refusalOf(await standingOf())?.error.message ?? "", /this checkout has no commits/);
    });

    it("must be on the branch, whatever its files are", async () => {
      await mine.commit("Notes", { "README.md": "mine" });
      assert.match(
        refusalOf(await standingOf())?.error.message ?? "",
        /not pushed: \w{12} \(Notes\)\n +git push origin/,
      );
      await mine.git("push", "--quiet", "origin", "HEAD:refs/heads/other");
      await theirs.commit("Two", { "README.md": "theirs" });
      await push();
      assert.match(
        refusalOf(await standingOf())?.error.message ?? "",
        /not on the branch: this checkout has \w{12} \(Notes\)/,
      );
    });

    it("may be a worktree, and a shallow checkout, of an earlier commit", async () => {
      const two = await theirs.commit("Two", { [FILE]: "b" });
      await push();
      const shallow = await clone("shallow", "--depth=1", "--branch=dev");
      await theirs.commit("Three", { [FILE]: "c" });
      await push();
      await mine.git("worktree", "add", "--quiet", join(directory, "rollback"), first);
      for (const [path, head] of [
        [join(directory, "rollback"), first],
        [shallow.directory, two],
      ] as const) {
        const standing = await readStanding(following(), path);
        assert.deepEqual([standing.head, standing.comparison?.relation], [head, "behind"]);
        assert.equal(refusalOf(standing), undefined);
      }
    });

    it("lists the commits since the one that is deployed, and fetches that where it is not known", async () => {
      const two = await theirs.commit("Two", { [FILE]: "b" });
      await push();
      const back = await readMove(following(), mine.directory, two);
      assert.deepEqual([back?.relation, back?.behind], ["behind", [{ commit: two, subject: "Two" }]]);
      await mine.git("pull", "--quiet", "--ff-only", "origin", "dev");
      const forward = await readMove(following(), mine.directory, first);
      assert.deepEqual([forward?.relation, forward?.ahead], ["ahead", [{ commit: two, subject: "Two" }]]);
      assert.equal(await readMove(following(), mine.directory, "0".repeat(40)), undefined);
    });

    it("is well at its commit and at one with the same files, and not at what somebody has pushed meanwhile", async () => {
      const standing = await standingOf();
      const judge = judgeOf(following(), mine.directory, standing);
      assert.deepEqual(await judge("agentgateway-configs-dev", first), { ok: true });
      const notes = await theirs.commit("Notes", { "README.md": "theirs" });
      const later = await theirs.commit("Use another model", { [FILE]: "b" });
      await push();
      assert.deepEqual(await judge("agentgateway-configs-dev", notes), { ok: true });
      assert.deepEqual(await judge("agentgateway-configs-dev", later), {
        ok: false,
        why: `its files are not those of this checkout: ${FILE}; it is told to deploy ${first.slice(0, 12)}`,
      });
    });
  });

  describe("and what Argo CD has deployed of it", () => {
    const judge = (standing: Standing, application: string, commit: string) =>
      judgeOf(described(), mine.directory, standing)(application, commit);

    it("is well at the commit, at one with the same files of that Application, and at any of another repository", async () => {
      const notes = await mine.commit("Notes", { "README.md": "mine" });
      await mine.git("push", "--quiet", "origin", "HEAD:dev");
      const standing = await read();
      assert.deepEqual(await judge(standing, "agentgateway-configs-dev", notes), { ok: true });
      assert.deepEqual(await judge(standing, "agentgateway-configs-dev", first), { ok: true });
      assert.deepEqual(await judge(standing, "agentgateway-dev", "1.4.1"), { ok: true });
    });

    it("is reported where somebody has pushed meanwhile: by the Application whose files differ", async () => {
      const standing = await read();
      const later = await theirs.commit("Use another model", { [FILE]: "b" });
      await push();
      assert.deepEqual(await judge(standing, "agentgateway-infra-root-dev", later), { ok: true });
      assert.deepEqual(await judge(standing, "agentgateway-configs-dev", later), {
        ok: true,
        report:
          `Argo CD has deployed ${later.slice(0, 12)} (Use another model), which was pushed to dev meanwhile, and not ` +
          `what this checkout has; different: ${FILE}\ngit pull --rebase origin dev`,
      });
    });

    it("is not well at the commit before, nor at one that nobody can fetch", async () => {
      await mine.commit("Use another model", { [FILE]: "b" });
      await mine.git("push", "--quiet", "origin", "HEAD:dev");
      const standing = await read();
      assert.deepEqual(await judge(standing, "agentgateway-configs-dev", first), {
        ok: false,
        why: `its files are not those of this checkout: ${FILE}; dev is at ${standing.tip?.slice(0, 12)}`,
      });
      const verdict = await judge(standing, "agentgateway-configs-dev", "0".repeat(40));
      assert.match(
        JSON.stringify(verdict),
        /"ok":false,"why":"this checkout does not have that commit, and can't fetch it: .*not our ref/,
      );
    });

    it("is not well where nobody could tell before, and the commit has other files", async () => {
      const standing = await read({ password: new SecretValue("wrong-password") });
      await mine.commit("Use another model", { [FILE]: "b" });
      const ahead = { ...standing, head: await mine.git("rev-parse", "HEAD") };
      assert.deepEqual(await judge(ahead, "agentgateway-configs-dev", first), {
        ok: false,
        why: `its files are not those of this checkout: ${FILE}; git push origin HEAD:dev`,
      });
    });
  });
});
