import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentOf } from "../../../config/stackConfiguration";
import { readStackFile, withStackValue } from "../../../config/stackfile";
import { readCheckout } from "../../../cli/drift/git/read";
import { tryGit } from "../../../core/git";
import { connect } from "../../../cli/stack/clusters";
import { assertPublished } from "../../../cli/takeover/published";
import { environment } from "../../../dev/support/environment";
import { describeFixture, FIXTURE, platform } from "../../../dev/support/fixture";

describe("surroundings that lack something are told", () => {
  let directory: string;
  before(() => (directory = mkdtempSync(join(tmpdir(), "surroundings-"))));
  after(() => rmSync(directory, { recursive: true }));

  it("a machine without git", () =>
    assert.rejects(tryGit(["status"], { PATH: directory }), {
      message: "git is not installed; install it (https://git-scm.com/downloads) and start again",
    }));

  it("a directory that Git does not know", () =>
    assert.rejects(readCheckout(describeFixture().base, environment(), directory), {
      message: `${directory} is no Git checkout, so what Argo CD has deployed of it is unknown.`,
    }));

  it("a stack without a file, and one that extends a list", () => {
    assert.throws(() => readStackFile(FIXTURE, "qa"), {
      message: 'There is no Pulumi.qa.yaml, so there is no environment "qa" (there are: dev, prod, stage).',
    });
    assert.throws(() => environmentOf(platform, "qa", { "agentgateway-infra:extends": '["dev"]' }, FIXTURE), {
      message:
        'The configuration of environment "qa" has an error:\n  - extends: a list must be the name of a stack\n      Name one, such as prod.',
    });
  });

  it("a stack without the kubeconfig of its cluster", async () => {
    const remote = { ...environment(), cluster: { ...environment().cluster, kubeconfig: undefined } };
    const command = "Set it with: pulumi config set --secret --path";
    await assert.rejects(connect(remote), {
      message: `The clusters of test can't be reached:\n  - cluster.kubeconfig: is missing\n      ${command} 'cluster.kubeconfig' --stack test`,
    });
  });

  it("a branch without the tree that is to be taken over", () =>
    assert.rejects(assertPublished(undefined, "dev"), {
      message:
        "The branch dev that Argo CD reads (at no commit) does not have the files of this checkout. Nothing was deleted, and the Applications sync nothing. Commit, push, and run this again.",
    }));
});

describe("a value that a command writes into a stack file", () => {
  it("goes where the file has its key, under whichever of its names, and leaves comments", () => {
    const text = "# Ours.\nconfig:\n  controlPlane:\n    version: 1.5.0 # new\n  aws:region: eu-west-1\n";
    assert.equal(
      withStackValue(text, ["controlPlane", "contents"], { objects: ["a"] }),
      "# Ours.\nconfig:\n  controlPlane:\n    version: 1.5.0 # new\n    contents:\n      objects:\n        - a\n  aws:region: eu-west-1\n",
    );
    assert.equal(
      withStackValue("config: {}\n", ["controlPlane", "contents"], 1),
      "config: { agentgateway-infra:controlPlane: { contents: 1 } }\n",
    );
    assert.equal(
      withStackValue("", ["controlPlane", "contents"], 1),
      "config:\n  agentgateway-infra:controlPlane:\n    contents: 1\n",
    );
  });
});
