import assert from "node:assert/strict";
import { assess, inFreeze, type DeployedRevision } from "../../../../cli/promote/assess";

const COMMIT = "4d5e6f".padEnd(40, "0");
const OTHER = "1a2b3c".padEnd(40, "0");
const application = (name: string, ok = true, detail = "Synced, Healthy") => ({
  kind: "Application",
  name,
  ok,
  detail,
});
const all = ["root", "configs", "crds"].map((name) => application(name));
const deployed = (given: Partial<DeployedRevision> = {}): DeployedRevision[] => [
  { application: "root", revision: COMMIT, relation: "same", files: [] },
  { application: "configs", revision: COMMIT, relation: "same", files: [], ...given },
];
const files = ["k8s/overlays/dev/patch.yaml"];

describe("whether an environment is sound at a commit", () => {
  it("is not known before a freeze ends that keeps a sync from coming, which is said", () => {
    const window = { schedule: "0 22 * * 5", duration: "60h", timeZone: "UTC", manual: false };
    const active = { window, index: 0, end: Date.UTC(2026, 11, 7, 10) };
    const look = { state: "open", why: "configs (OutOfSync)" } as const;
    assert.deepEqual(inFreeze(look, [active]), {
      state: "open",
      why: 'application.freeze[0] is in force until 2026-12-07T10:00Z: 60h from each "0 22 * * 5" (UTC); configs (OutOfSync)',
    });
    assert.deepEqual(inFreeze(look, []), look);
  });

  it("is, where all Applications are Synced and Healthy at it", () => {
    assert.deepEqual(assess(COMMIT, all, deployed()), { state: "sound" });
  });

  it("is, where another commit has the same delivered files, be it older or newer", () => {
    for (const relation of ["ahead", "behind", "diverged"] as const) {
      assert.deepEqual(assess(COMMIT, all, deployed({ revision: OTHER, relation })), { state: "sound" }, relation);
    }
  });

  it("is not while an older commit is deployed, with other files", () => {
    assert.deepEqual(assess(COMMIT, all, deployed({ revision: OTHER, relation: "ahead", files })), {
      state: "open",
      why: "configs is at 1a2b3c000000, not yet at 4d5e6f000000",
    });
  });

  it("is not where nothing is deployed, or it can't be compared, or it is of another history", () => {
    const why = (given: Partial<DeployedRevision>) => {
      const look = assess(COMMIT, all, deployed(given));
      assert.equal(look.state, "open");
      return look.state === "open" ? look.why : "";
    };
    assert.equal(why({ revision: undefined }), "configs is at no commit, not yet at 4d5e6f000000");
    assert.equal(
      why({ revision: OTHER, relation: "unknown", unknown: "git took longer than 60 s" }),
      "configs is at 1a2b3c000000, which can't be compared with 4d5e6f000000: git took longer than 60 s",
    );
    assert.equal(
      why({ revision: OTHER, relation: "diverged", files }),
      "configs is at 1a2b3c000000, which is not on the way to 4d5e6f000000; different: k8s/overlays/dev/patch.yaml",
    );
  });

  it("is not while one of the others is unwell, which is named with its reason", () => {
    const look = assess(COMMIT, [...all.slice(0, 2), application("crds", false, "OutOfSync, Missing")], deployed());
    assert.deepEqual(look, { state: "open", why: "crds (OutOfSync, Missing)" });
  });

  it("is over, where a newer commit has other files", () => {
    const look = assess(COMMIT, all, deployed({ revision: OTHER, relation: "behind", files }));
    assert.deepEqual(look, { state: "replaced", by: OTHER, application: "configs", files });
  });
});
