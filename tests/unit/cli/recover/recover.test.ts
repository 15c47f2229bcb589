import assert from "node:assert/strict";
import { OWNER } from "../../../../components/cluster/owner";
import { stateOf, unreadable } from "../../../../cli/recover/recover";
import { isOurs, settled, uncertain, unfinished, type StackState } from "../../../../cli/recover/state";

const urn = (name: string) => `urn:pulumi:dev::agentgateway-infra::kubernetes:core/v1:Secret::${name}`;
const provider = (name: string) => `urn:pulumi:dev::agentgateway-infra::pulumi:providers:kubernetes::${name}::0-1`;
const secret = (name: string, namespace?: string) => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name, ...(namespace ? { namespace } : {}) },
});

const state = {
  version: 3,
  deployment: {
    manifest: { magic: "kept" },
    resources: [{ urn: urn("there"), id: "argocd/there" }, { urn: urn("going") }, { urn: urn("made-since") }],
    pending_operations: [
      { type: "creating", resource: { urn: urn("new"), provider: provider("hub"), inputs: secret("new", "argocd") } },
      { type: "creating", resource: { urn: urn("wide"), provider: provider("cluster"), inputs: secret("wide") } },
      { type: "creating", resource: { urn: urn("never"), provider: provider("cluster"), inputs: secret("never") } },
      { type: "creating", resource: { urn: urn("password"), inputs: { length: 32 } } },
      // Pulumi keeps what was interrupted, also where a later update has made it.
      { type: "creating", resource: { urn: urn("made-since"), inputs: secret("made-since") } },
      { type: "deleting", resource: { urn: urn("going") } },
    ],
  },
} as StackState;

describe("recovering from a killed pulumi", () => {
  it("objects that were being created are looked for in the cluster of their provider", () => {
    assert.deepEqual(
      unfinished(state).map(({ provider, object }) => [provider, object.namespace, object.name]),
      [
        ["hub", "argocd", "new"],
        ["cluster", undefined, "wide"],
        ["cluster", undefined, "never"],
      ],
    );
  });

  it("those that are there become part of the state, after all else, and nothing is under way any more", () => {
    const { deployment, ...rest } = settled(state, new Set([urn("new"), urn("wide")]));
    assert.deepEqual(rest, { version: 3 });
    assert.deepEqual(deployment.pending_operations, []);
    assert.deepEqual(
      deployment.resources?.map((resource) => [resource.urn, resource.id]),
      [
        [urn("there"), "argocd/there"],
        [urn("going"), undefined],
        [urn("made-since"), undefined],
        [urn("new"), "argocd/new"],
        [urn("wide"), "wide"],
      ],
    );
    assert.equal(Object.keys(deployment).includes("manifest"), true);
  });

  it("what was created, changed or deleted is looked at again, and only that", () => {
    assert.deepEqual(uncertain(state, new Set([urn("new")])), [urn("new"), urn("made-since"), urn("going")]);
  });

  it("nothing is written down while a cluster can't be read", () => {
    assert.equal(
      unreadable("target", new Error("connect ECONNREFUSED")).message,
      "What was created is unknown, because the target cluster can't be read: connect ECONNREFUSED",
    );
  });

  it("a state that Pulumi can't read for an empty file of attributes is told with the way out", () => {
    const answer = { code: 0, stdout: JSON.stringify(state), stderr: "" };
    assert.deepEqual(stateOf(answer), state);
    const refused = { code: 255, stdout: "", stderr: "error: failed to load checkpoint: EOF\n" };
    assert.throws(() => stateOf(refused), {
      name: "UserError",
      message:
        "Pulumi can't read the stack's state: it was killed while it wrote the file of attributes beside it, which is empty. " +
        "Delete that file (.pulumi/stacks/<project>/<stack>.json.attrs in the backend's directory), and run this again. " +
        "With ?metadata=skip in PULUMI_BACKEND_URL there is no such file.",
    });
    assert.throws(() => stateOf({ ...refused, stderr: "error: no stack named dev found" }), /stack export failed:\n/);
  });

  it("another's object of the same name is not taken", () => {
    const live = (metadata: object) => ({ metadata: { name: "new", ...metadata } });
    const byPulumi = { managedFields: [{ manager: "pulumi-kubernetes-1a2b" }] };
    assert.equal(isOurs(live(byPulumi), urn("new")), true);
    assert.equal(isOurs(live({ managedFields: [{ manager: "kubectl-create" }] }), urn("new")), false);
    const owned = (by: string) => live({ ...byPulumi, annotations: { [OWNER]: by } });
    assert.equal(isOurs(owned("acme/agentgateway-infra/dev"), urn("new")), true);
    assert.equal(isOurs(owned("acme/agentgateway-infra/stage"), urn("new")), false);
  });
});
