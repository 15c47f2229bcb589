import assert from "node:assert/strict";
import type { KubernetesObject } from "../../../../kube/object";
import { SecretValue } from "../../../../core/secret";
import {
  decodedData as decoded,
  inputsOf as inputs,
  registeredArgoCd as made,
} from "../../../../dev/support/argocdComponent";
import type { Registration } from "../../../../dev/support/recorder";

const names = (registrations: Registration[]) => registrations.map(({ type, name }) => `${type} ${name}`);

describe("Argo CD", () => {
  it("is its namespace, its secrets, one group of manifests and the locked project", async () => {
    const registrations = await made();
    assert.deepEqual(names(registrations), [
      "agentgateway-infra:index:ArgoCd argocd",
      "kubernetes:argoproj.io/v1alpha1:AppProjectPatch argocd-default-project",
      "kubernetes:core/v1:ConfigMap argocd-admin-password-since",
      "kubernetes:core/v1:Namespace argocd-namespace",
      "kubernetes:core/v1:Secret argocd-redis-secret",
      "kubernetes:core/v1:Secret argocd-secret",
      "kubernetes:yaml/v2:ConfigGroup argocd-install",
      "pulumi:providers:kubernetes cluster",
      "random:index/randomPassword:RandomPassword argocd-admin-password",
      "random:index/randomPassword:RandomPassword argocd-redis-password",
    ]);
    assert.deepEqual(inputs(registrations, "argocd-namespace").metadata, {
      name: "argocd",
      labels: { "pod-security.kubernetes.io/enforce": "restricted" },
    });
  });

  it("updates its settings and Secrets in place, whoever has set them since, and never replaces them", async () => {
    const { enableConfigMapMutable, enableSecretMutable, enablePatchForce } = inputs(await made(), "cluster");
    assert.deepEqual([enableConfigMapMutable, enableSecretMutable, enablePatchForce], ["true", "true", "true"]);
  });

  it("applies the CRD of ApplicationSets apart, and shows of which release it is", async () => {
    const crds: KubernetesObject[] = [];
    const registrations = await made({ applicationSets: true }, crds);
    assert.deepEqual(
      crds.map(({ metadata }) => metadata.name),
      ["sets"],
    );
    assert.deepEqual(inputs(registrations, "argocd").definitions, { applicationSets: "3.6.1" });
    const { yaml } = inputs(registrations, "argocd-install");
    assert.match(yaml as string, /argocd-applicationset-controller/);
    assert.doesNotMatch(yaml as string, /name: sets/);
    const without: KubernetesObject[] = [];
    assert.deepEqual(inputs(await made({}, without), "argocd"), {});
    assert.deepEqual(without, []);
  });

  it("locks the project `default`, whoever made it first", async () => {
    const { metadata, spec } = inputs(await made(), "argocd-default-project");
    assert.deepEqual(metadata, { name: "default", namespace: "argocd" });
    const { sourceRepos, destinations, sourceNamespaces, clusterResourceWhitelist, namespaceResourceBlacklist } =
      spec as Record<string, unknown>;
    assert.deepEqual([sourceRepos, destinations, sourceNamespaces, clusterResourceWhitelist], [[], [], [], []]);
    assert.deepEqual(namespaceResourceBlacklist, [{ group: "*", kind: "*" }]);
  });

  it("ends the sessions of a changed password: its time is that of an object made with it", async () => {
    const first = await made();
    assert.deepEqual(decoded(first, "argocd-secret"), {
      "admin.password": "hashed",
      "admin.passwordMtime": "2026-01-02T03:04:05Z",
    });
    const witness = inputs(first, "argocd-admin-password-since");
    assert.equal(witness.immutable, true);
    assert.match((witness.data as { password: string }).password, /^[0-9a-f]{16}$/);
    assert.deepEqual(inputs(first, "argocd-admin-password").keepers, undefined);
    const second = await made({ admin: { passwordRotation: 2 } });
    assert.deepEqual(inputs(second, "argocd-admin-password").keepers, { version: "2" });
  });

  it("has a password for each user who logs in with one", async () => {
    const registrations = await made({
      admin: { enabled: false },
      accounts: { ci: {}, jo: { capabilities: ["login"] } },
    });
    assert.deepEqual(Object.keys(decoded(registrations, "argocd-secret")), [
      "accounts.jo.password",
      "accounts.jo.passwordMtime",
    ]);
    assert.ok(!names(registrations).some((name) => /admin|-ci-/.test(name)));
  });

  it("keeps what is secret in notifications in the Secret that their controller reads", async () => {
    const webhook = { url: new SecretValue("https://example.com/canary"), token: new SecretValue("canary-token") };
    const slack = { channel: "alerts", token: new SecretValue("xoxb-canary") };
    const registrations = await made({ notifications: { webhook, slack } });
    assert.deepEqual(decoded(registrations, "argocd-notifications-secret"), {
      "webhook-url": "https://example.com/canary",
      "webhook-token": "canary-token",
      "slack-token": "xoxb-canary",
    });
    const { name } = inputs(registrations, "argocd-notifications-secret").metadata as { name: string };
    assert.equal(name, "argocd-notifications-secret");
    const elsewhere = registrations.filter(({ name }) => name !== "argocd-notifications-secret");
    assert.ok(!JSON.stringify(elsewhere).includes("canary"));
  });

  it("keeps what is secret in single sign-on in a Secret that Argo CD can see", async () => {
    const github = { type: "github", secrets: { clientSecret: new SecretValue("canary") } };
    const registrations = await made({ url: "https://cd.example.com", sso: { dex: { connectors: { github } } } });
    assert.deepEqual(decoded(registrations, "argocd-sso-secret"), { "dex.github.clientSecret": "canary" });
    const { name, labels } = inputs(registrations, "argocd-sso-secret").metadata as { name: string; labels: object };
    assert.equal(name, "argocd-sso");
    assert.deepEqual(labels, { "app.kubernetes.io/name": "argocd-sso", "app.kubernetes.io/part-of": "argocd" });
    const elsewhere = registrations.filter(({ name }) => name !== "argocd-sso-secret");
    assert.ok(!JSON.stringify(elsewhere).includes("canary"));
  });
});
