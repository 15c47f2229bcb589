import assert from "node:assert/strict";
import { table } from "../../../../dev/support/messages";
import { SAME, type Comparison } from "../../../../gitops/revision/compare";
import { moveText } from "../../../../gitops/revision/move";
import { refusalOf, unknownOf } from "../../../../gitops/revision/messages";
import type { Standing } from "../../../../gitops/revision/standing";

/** A standing, where null is what is not known; and whether a preview is told of it. */
type Shown = Partial<Record<keyof Standing, unknown>> & { comparison?: Partial<Comparison> | null; preview?: boolean };

const inStep: Standing = {
  url: "https://github.com/acme/agentgateway-infra.git",
  branch: "dev",
  follow: "branch",
  remote: "origin",
  head: "89e6c98d92887913cadf06b2adb97f26cde4849b",
  uncommitted: [],
  tip: "3f786850e387550fdab836ed7e6dc881de23001b",
  comparison: SAME,
};

function standing({ comparison, ...more }: Omit<Shown, "preview">): Standing {
  const all = { ...inStep, ...more, comparison: comparison === null ? null : { ...SAME, ...comparison } };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null)) as unknown as Standing;
}

describe("a checkout and the branch that Argo CD follows", () => {
  table<Shown>("revision", ({ preview = false, ...shown }) => {
    const given = standing(shown);
    const refusal = refusalOf(given);
    return Promise.resolve((preview ? refusal?.warning : refusal?.error.message) ?? unknownOf(given) ?? "");
  });

  it("nothing is said where the files are the same, whatever the commits are", () => {
    const ahead = { relation: "ahead", ahead: [{ commit: "1", subject: "Notes" }] } as const;
    for (const comparison of [SAME, ahead]) assert.equal(refusalOf(standing({ comparison })), undefined);
    assert.equal(unknownOf(inStep), undefined);
  });
});

/** Where the environment is, the checkout beside that (null where that is not known), and the checkout beside the branch. */
interface Moved {
  from: string;
  move: Partial<Comparison> | null;
  comparison?: Partial<Comparison>;
}

describe("an environment that follows commits", () => {
  const following = ({ comparison }: Partial<Moved>) =>
    standing({ follow: "commit", ...(comparison && { comparison }) });

  table<Moved>("move", (shown) => {
    const move = shown.move === null ? undefined : { ...SAME, ...shown.move };
    return Promise.resolve(moveText("prod", following(shown), shown.from, move) ?? "");
  });

  it("may be behind the branch, and says nothing where it stays at what the branch has", () => {
    const behind = { relation: "behind", files: ["k8s/base/a.yaml"] } as const;
    assert.equal(refusalOf(following({ comparison: behind })), undefined);
    const head = inStep.head ?? "";
    assert.equal(moveText("prod", following({}), head, SAME), undefined);
    assert.equal(moveText("prod", following({}), undefined, undefined), undefined);
  });

  it("lists no more than a screen of commits", () => {
    const ahead = Array.from({ length: 50 }, (_, index) => ({ commit: String(index), subject: "One" }));
    const text = moveText("prod", following({}), "0".repeat(40), { ...SAME, relation: "ahead", ahead, files: ["a"] });
    assert.equal(text?.split("\n").length, 22);
    assert.match(text ?? "", /by 50 commits:\n {2}0 \(One\)\n.*\n {2}and 30 more$/s);
  });
});
