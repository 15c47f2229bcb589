import assert from "node:assert/strict";
import { clusterAccess, type Hub } from "../../../../components/cluster/access";
import { deployHub } from "../../../../components/hub/install";
import type { NamedComponents } from "../../../../components/live/stack";
import { validateEnvironment } from "../../../../config/validate";
import { SecretValue } from "../../../../core/secret";
import { release } from "../../../../dev/support/argocdRelease";
import { kubeconfig } from "../../../../dev/support/kubeconfig";
import { record } from "../../../../dev/support/recorder";

const hub = validateEnvironment("hub", [
  { repository: { url: "https://git.example.com/x.git" }, llmProviders: { openai: { provider: "openai" } } },
  { delivery: "none", cluster: { kubeconfig: new SecretValue(kubeconfig()) } },
]);

describe("the stack of a hub", () => {
  it("is an Argo CD, its repositories and the mark, and nothing of an environment", async () => {
    const compared: string[] = [];
    let outputs: object = {};
    const live = { compare: (components: NamedComponents) => void compared.push(...components.map(([name]) => name)) };
    const registrations = await record(() => {
      outputs = deployHub(hub, clusterAccess(hub).argocd as Hub, release, live);
    });
    assert.deepEqual(
      registrations.map(({ type, name }) => `${type} ${name}`),
      [
        "agentgateway-infra:index:ArgoCd argocd",
        "agentgateway-infra:index:GitRepository repository",
        "agentgateway-infra:index:Hub hub",
        "kubernetes:argoproj.io/v1alpha1:AppProjectPatch argocd-default-project",
        "kubernetes:core/v1:ConfigMap argocd-admin-password-since",
        "kubernetes:core/v1:ConfigMap hub-mark",
        "kubernetes:core/v1:Namespace argocd-namespace",
        "kubernetes:core/v1:Secret argocd-redis-secret",
        "kubernetes:core/v1:Secret argocd-secret",
        "kubernetes:core/v1:Secret repository-charts",
        "kubernetes:core/v1:Secret repository-git",
        "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole hub-role",
        "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding hub-role-binding",
        "kubernetes:yaml/v2:ConfigGroup argocd-install",
        "pulumi:providers:kubernetes cluster",
        "random:index/randomPassword:RandomPassword argocd-admin-password",
        "random:index/randomPassword:RandomPassword argocd-redis-password",
      ],
    );
    assert.deepEqual(compared, ["hub", "argocd", "repository"]);
    assert.deepEqual(Object.keys(outputs).sort(), ["argocdPasswords", "kubeconfig"]);
  });
});
