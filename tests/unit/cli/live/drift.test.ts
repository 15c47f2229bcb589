import assert from "node:assert/strict";
import { lastingDrift, shownDrift } from "../../../../cli/live/drift";
import { unmarked } from "../../../../cli/live/protocol";
import type { Finding } from "../../../../cli/drift/finding";

const finding = (where: string, what: string, by?: string): Finding => ({
  side: "argocd",
  where,
  what,
  ...(by ? { by, at: "2026-11-24T21:04:00Z" } : {}),
  remedy: "",
});

describe("live: drift", () => {
  it("is what differs from what was desired and from what is", () => {
    const before = [finding("A", "was changed"), finding("B", "was changed")];
    const now = [finding("B", "is gone"), finding("C", "is gone")];
    assert.deepEqual(lastingDrift(before, now), [finding("B", "is gone")]);
  });

  it("is shown by object, with who did it and when", () =>
    assert.deepEqual(
      shownDrift([finding("A", "x was set", "kubectl-edit"), finding("A", "y was set"), finding("B", "is gone")]),
      {
        A: ["x was set (by kubectl-edit at 2026-11-24T21:04:00Z)", "y was set"],
        B: ["is gone"],
      },
    ));

  it("is read from values without the engine's marks of secrets", () => {
    const secret = (value: unknown) => ({
      "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
      value,
    });
    const marked = { target: secret({ kubeconfig: "a", list: [secret("b")] }), scope: { stack: "test" } };
    assert.deepEqual(unmarked(marked), { target: { kubeconfig: "a", list: ["b"] }, scope: { stack: "test" } });
  });
});
