import assert from "node:assert/strict";
import { pushToDev, useModel } from "../../dev/support/change";
import type { Checkout } from "../../dev/support/checkout";
import { assertCode, assertRefused, eventually, type Outcome } from "../../dev/support/shell";

/** One that no stack says anything else about. */
const PROVIDER = "anthropic";

interface Application {
  spec: { source: { targetRevision: string } };
  status?: { sync?: { status: string; revision: string } };
}

/**
 * A part of the story: an environment that follows commits. A push moves the others and not this one; a bad commit, back by
 * one command from a worktree, and forward.
 *
 * @param stack the one that follows commits, and context of its cluster
 * @param others those that follow the branch
 */
export function followsCommits(stack: string, others: readonly string[], checkout: () => Checkout): void {
  let good: string;
  let bad: string;
  const pulumi = (...words: string[]) => checkout().pulumi(...words, "--stack", stack);
  const up = () => pulumi("up", "--yes", "--skip-preview");
  const sh = (command: string) => checkout().shell("sh", ["-c", command]);
  const application = (name: string) => checkout().get<Application>("dev", "application", name, "-n", "argocd");
  const model = async (of: string) => {
    const backend = await checkout().get<object>(of, "agentgatewaybackend", PROVIDER, "-n", `agentgateway-${of}`);
    return /"model":"([^"]*)"/.exec(JSON.stringify(backend))?.[1];
  };
  const assertAt = async (commit: string, expected: string) => {
    for (const name of ["root", "configs"]) {
      const full = name === "root" ? `agentgateway-infra-root-${stack}` : `agentgateway-configs-${stack}`;
      const { spec, status } = await application(full);
      assert.deepEqual([full, spec.source.targetRevision, status?.sync?.status], [full, commit, "Synced"]);
    }
    assert.equal(await model(stack), expected);
  };
  /** Neither the drift nor the status of an environment depends on what the branch, or the checkout, has by now. */
  const assertWell = async () => {
    assertCode(await checkout().shell("npm", ["run", "--silent", "drift", "--", stack]), 0);
    assertCode(await checkout().shell("npm", ["run", "--silent", "status", "--", stack]), 0);
  };

  it("an environment that follows commits stays where it is when somebody pushes", async () => {
    await useModel(checkout(), "good-model", PROVIDER);
    checkout().git("commit", "--quiet", "--allow-empty", "--message", "Notes");
    assertNotPushed(await up());
    await pushToDev(checkout());
    good = checkout().git("rev-parse", "HEAD");
    assertCode(await up(), 0);
    await assertAt(good, "good-model");

    bad = await useModel(checkout(), "bad-model", PROVIDER);
    for (const other of others) {
      const name = `agentgateway-configs${other === "dev" ? "" : `-${other}`}`;
      await eventually(`${other} has the new model`, 120, async () => {
        const { status } = await application(name);
        return status?.sync?.status === "Synced" && status.sync.revision === bad;
      });
    }
    await assertAt(good, "good-model");
    await assertWell();
  });

  it("a preview tells which commits come, and pulumi up brings them", async () => {
    const preview = await pulumi("preview", "--diff");
    assertCode(preview, 0);
    assert.match(preview.all, new RegExp(`${stack} goes forward from ${short(good)} to ${short(bad)}, by 1 commit:`));
    assert.match(preview.all, new RegExp(`${short(bad)} \\(Use bad-model\\)`));
    assert.match(preview.all, /"good-model" => "bad-model"/);
    assertCode(await up(), 0);
    await assertAt(bad, "bad-model");
  });

  it("a bad commit is taken back by pulumi up from a worktree of the one before, and comes again", async () => {
    assertCode(await checkout().shell("git", ["worktree", "add", "--quiet", "../rollback", good]), 0);
    // What `npm ci` does.
    assertCode(await sh("ln -s ../checkout/node_modules ../rollback/node_modules"), 0);
    // The sandbox's project leads to the checkout, wherever pulumi is started.
    assertCode(await sh('cp -R "$PULUMI_OPTION_CWD" ../project && ln -sfn "$PWD/../rollback" ../project/program'), 0);
    const inWorktree = 'PULUMI_OPTION_CWD="$PWD/../project"';
    const back = await sh(`${inWorktree} pulumi up --stack ${stack} --yes --skip-preview --non-interactive`);
    assertCode(back, 0);
    assert.match(back.all, new RegExp(`${stack} goes back from ${short(bad)} to ${short(good)}, and loses 1 commit:`));
    await assertAt(good, "good-model");
    assert.equal((await application("agentgateway-configs")).spec.source.targetRevision, "dev");
    await assertWell();
    assertCode(await checkout().shell("git", ["worktree", "remove", "--force", "../rollback"]), 0);
    assertCode(await up(), 0);
    await assertAt(bad, "bad-model");
  });
}

function assertNotPushed(outcome: Outcome): void {
  assertRefused(outcome, /which must be on the branch dev of .*Nothing was changed:\s+- not pushed: \w{12} \(/);
}

function short(commit: string): string {
  return commit.slice(0, 12);
}
