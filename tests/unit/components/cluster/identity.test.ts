import assert from "node:assert/strict";
import { cloudIdentity, identityConfig, identitySubject } from "../../../../components/cluster/identity";
import { clusterSecretData } from "../../../../components/cluster/secret";

describe("an identity that its cloud gives to Argo CD", () => {
  const parsed = (identity: object) => cloudIdentity.parse({ user: "argocd", ...identity });
  const program = { command: "argocd-k8s-auth", apiVersion: "client.authentication.k8s.io/v1beta1" };

  it("is got as each cloud has it", () => {
    const roleArn = "arn:aws:iam::123456789012:role/argocd";
    const config = (identity: object) => JSON.parse(JSON.stringify(identityConfig(parsed(identity)))) as object;
    assert.deepEqual(config({ aws: { clusterName: "c" } }), { awsAuthConfig: { clusterName: "c" } });
    assert.deepEqual(config({ aws: { clusterName: "c", roleArn, profile: "p" } }), {
      awsAuthConfig: { clusterName: "c", roleARN: roleArn, profile: "p" },
    });
    assert.deepEqual(config({ gcp: true }), { execProviderConfig: { ...program, args: ["gcp"] } });
    const env = { AAD_LOGIN_METHOD: "workloadidentity" };
    assert.deepEqual(config({ azure: { env } }), { execProviderConfig: { ...program, args: ["azure"], env } });
    assert.deepEqual(config({ exec: { command: "tsh", args: ["kube"] } }), {
      execProviderConfig: { command: "tsh", args: ["kube"], env: {}, apiVersion: program.apiVersion },
    });
  });

  it("stands in the cluster Secret in place of a token", () => {
    const { config = "" } = clusterSecretData("stage", { server: "https://a", caData: "Q0E=" }, parsed({ gcp: true }));
    assert.deepEqual(JSON.parse(config), {
      execProviderConfig: { ...program, args: ["gcp"] },
      tlsClientConfig: { insecure: false, caData: "Q0E=" },
    });
  });

  it("gets the rights as the user or group that the cluster takes it for", () => {
    const apiGroup = "rbac.authorization.k8s.io";
    assert.deepEqual(identitySubject(parsed({ gcp: true })), { kind: "User", apiGroup, name: "argocd" });
    assert.deepEqual(identitySubject({ gcp: true, group: "hub" }), { kind: "Group", apiGroup, name: "hub" });
  });
});
