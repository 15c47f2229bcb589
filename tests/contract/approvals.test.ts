import assert from "node:assert/strict";
import { join } from "node:path";
import { StandIns } from "../../dev/support/standIns";

const script = join(process.cwd(), "ci/approvals.mjs");

describe("an approval", () => {
  let standIns: StandIns;
  beforeEach(() => (standIns = new StandIns()));
  afterEach(() => standIns.remove());

  const review = (login: string, state = "approved", environment = "prod") => ({
    state,
    user: { login },
    environments: [{ name: environment }],
  });

  /** GitHub, as the script sees it: who reviewed the run, and that Ann may push, and Rob may read. */
  const github = (...reviews: object[]) =>
    standIns.add(
      "gh",
      `case "$2" in
        repos/acme/infra/actions/runs/7/approvals) echo '${JSON.stringify(reviews)}' ;;
        repos/acme/infra/collaborators/ann/permission) echo '{"permission": "write", "role_name": "maintain"}' ;;
        repos/acme/infra/collaborators/rob/permission) echo '{"permission": "read", "role_name": "triage"}' ;;
        *) exit 1 ;;
      esac`,
    );
  const ask = (...args: string[]) =>
    standIns.run(script, args, { GITHUB_REPOSITORY: "acme/infra", GITHUB_RUN_ID: "7" });

  it("of a pull request counts by someone who may push, and by nobody else", () => {
    github();
    assert.equal(ask("user", "ann").stdout, "ann may push to acme/infra\n");
    const { status, stderr } = ask("user", "rob");
    assert.equal(status, 1);
    assert.equal(stderr, "error: rob approved, but may not push to acme/infra\n");
  });

  it("of a run counts for its environment", () => {
    github(review("rob"), review("ann"));
    assert.equal(ask("environment", "prod").stdout, "ann approved the deployment to prod\n");
  });

  it("is missed where nobody gave it, another environment got it, it was refused, or a reader gave it", () => {
    const nobody =
      /^error: the deployment to prod needs the approval of someone who may push to acme\/infra: nobody approved it\.$/m;
    for (const reviews of [[], [review("ann", "approved", "stage")], [review("ann", "rejected")]]) {
      github(...reviews);
      const { status, stderr } = ask("environment", "prod");
      assert.equal(status, 1);
      assert.match(stderr, nobody);
    }
    github(review("rob"));
    assert.match(
      ask("environment", "prod").stderr,
      /: rob approved it, but may not push\.\nGive the environment prod required reviewers/,
    );
  });

  it("is unknown where GitHub doesn't answer, and no name becomes part of another address", () => {
    standIns.add("gh", "exit 1");
    const { status, stderr } = ask("environment", "prod");
    assert.equal(status, 1);
    assert.match(stderr, /^error: gh api repos\/acme\/infra\/actions\/runs\/7\/approvals ended with 1$/m);
    assert.equal(ask("user", "../../other").status, 1);
    assert.equal(standIns.calls().length, 1);
  });
});
