import assert from "node:assert/strict";
import { assessGit, type DeployedCommit } from "../../../../cli/drift/git/assess";
import { imageVersion, assessVersions, versionsIn } from "../../../../cli/drift/versions/assess";
import { childApplications } from "../../../../components/application/children";
import { environment } from "../../../../dev/support/environment";
import { versions } from "../../../../components/versions";

const commit = "0123456789abcdef0123456789abcdef01234567";
const deployed = (relation: DeployedCommit["relation"], files: string[] = ["k8s/a.yaml"]) =>
  assessGit({
    applicationNamespace: "argocd",
    stale: [],
    differing: [],
    uncommitted: [],
    branch: "dev",
    deployed: [{ application: "argocd/configs", commit, relation, files }],
  });

describe("drift: Git and versions", () => {
  it("names each file once: stale, edited or not committed", () => {
    const findings = assessGit({
      applicationNamespace: "argocd",
      stale: [{ path: "k8s/a.yaml", problem: "was rendered and then edited by hand", remedy: "Take it back." }],
      differing: [],
      uncommitted: ["k8s/a.yaml", "k8s/b.yaml"],
      branch: "dev",
      deployed: [],
    });
    assert.deepEqual(
      findings.map(({ where, what }) => [where, what]),
      [
        ["k8s/a.yaml", "was rendered and then edited by hand"],
        ["k8s/b.yaml", "is changed and not committed"],
      ],
    );
  });

  it("says on which side of the deployed commit the checkout is, where delivered files differ", () => {
    assert.deepEqual(deployed("same", []), []);
    assert.deepEqual(deployed("behind", []), [], "a commit that touches nothing delivered is no drift");
    assert.match(deployed("behind")[0]!.what, /0123456789ab is deployed, and not yet .*k8s\/a\.yaml/);
    assert.match(deployed("ahead")[0]!.what, /this checkout is behind it/);
    assert.match(deployed("diverged")[0]!.what, /gone another way/);
    assert.match(deployed("unknown", [])[0]!.what, /does not have/);
  });

  it("says what is deployed of an environment that follows commits, where it is not the commit that it was told", () => {
    const pinned = "fedcba9876543210fedcba9876543210fedcba98";
    const findings = (relation: DeployedCommit["relation"], files: string[]) =>
      assessGit({
        applicationNamespace: "argocd",
        stale: [],
        differing: [],
        uncommitted: [],
        branch: "dev",
        pinned,
        deployed: [{ application: "configs", commit, relation, files }],
      }).map(({ what }) => what);
    assert.deepEqual(findings("same", []), []);
    assert.deepEqual(findings("behind", []), []);
    const told = "0123456789ab is deployed, and not fedcba987654, which pulumi up has told it to deploy";
    assert.deepEqual(findings("behind", ["k8s/a.yaml"]), [`${told}: k8s/a.yaml`]);
    assert.deepEqual(findings("unknown", []), [told]);
  });

  it("reads versions from what Applications are described with", () => {
    const { agentgateway, gatewayApi } = versions;
    assert.deepEqual(versionsIn(childApplications(environment())), { agentgateway, gatewayApi });
    assert.deepEqual(versionsIn([]), {});
  });

  it("reads the version of an image", () => {
    assert.equal(imageVersion("quay.io/argoproj/argocd:v3.6.1"), "v3.6.1");
    assert.equal(imageVersion("localhost:5000/a/agentgateway:1.4.1-rc.1@sha256:00"), "1.4.1");
    assert.equal(imageVersion("localhost:5000/a/agentgateway@sha256:00"), undefined);
    assert.equal(imageVersion("a/b:latest"), undefined);
  });

  it("tells of what is installed in another version than the checkout is made for", () => {
    const found = [
      { where: "Deployment argocd/argocd-server", of: "argocd", version: "v3.5.0" },
      { where: "Deployment argocd/argocd-repo-server", of: "argocd", version: `v${versions.argocd}` },
      { where: "CustomResourceDefinition httproutes", of: "gatewayApi", version: versions.gatewayApi },
      { where: "Deployment x", of: "agentgateway" },
    ] as const;
    const findings = assessVersions(found, versions);
    assert.deepEqual(
      findings.map(({ where, what }) => [where, what]),
      [["Deployment argocd/argocd-server", `is of Argo CD 3.5.0, and described is ${versions.argocd}`]],
    );
  });
});
