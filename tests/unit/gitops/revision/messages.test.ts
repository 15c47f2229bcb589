import assert from "node:assert/strict";
import { table } from "../../../../dev/support/messages";
import { SAME, type Comparison } from "../../../../gitops/revision/compare";
import { refusalOf, unknownOf } from "../../../../gitops/revision/messages";
import type { Standing } from "../../../../gitops/revision/standing";

/** A standing, where null is what is not known; and whether a preview is told of it. */
type Shown = Partial<Record<keyof Standing, unknown>> & { comparison?: Partial<Comparison> | null; preview?: boolean };

const inStep: Standing = {
  url: "https://github.com/acme/agentgateway-infra.git",
  branch: "dev",
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
