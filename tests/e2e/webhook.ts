import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { REFRESH, type Application } from "../../components/application/status";
import type { Checkout } from "../../dev/support/checkout";
import { Parts } from "../../dev/support/parts";
import { assertCode, eventually } from "../../dev/support/shell";

const GITHUB = { "x-github-event": "push" };

const signed = (key: Buffer | string, body: string) => `sha256=${createHmac("sha256", key).update(body).digest("hex")}`;

/** The webhook of an Argo CD, as a Git host sees it. */
async function webhook(checkout: Checkout) {
  const { ports } = await checkout.process("argocd/server");
  const found = await checkout.get<{ data: Record<string, string> }>("dev", "secret", "argocd-secret", "-n", "argocd");
  return {
    secret: Buffer.from(found.data["webhook.github.secret"]!, "base64"),
    post: async (headers: Record<string, string>, body: string) =>
      (await fetch(`http://127.0.0.1:${ports.http}/api/webhook`, { method: "POST", headers, body })).status,
  };
}

/** A part of the story: who may tell Argo CD of a push, and what it does then. */
export function announcements(checkout: () => Checkout): void {
  it("Argo CD believes a push that the webhook's secret signs, and nobody else's", async () => {
    const { secret, post } = await webhook(checkout());
    // A push as each kind of host would understand it, so that nothing is refused for another reason.
    const push = { ref: "refs/heads/dev", repository: { html_url: "http://127.0.0.1/x" }, commits: [] };
    const body = JSON.stringify({ ...push, eventType: "git.push", resource: {} });

    assert.equal(await post({ ...GITHUB, "x-hub-signature-256": signed(secret, body) }, body), 200);
    assert.equal(await post({ ...GITHUB, "x-hub-signature-256": signed("another", body) }, body), 400);
    assert.equal(await post(GITHUB, body), 400);
    const strangers: Record<string, string>[] = [
      { "x-gitlab-event": "Push Hook" },
      { "x-gogs-event": "push" },
      { "x-event-key": "repo:push", "x-hook-uuid": "1" },
      { "x-event-key": "repo:refs_changed" },
      { "x-vss-activityid": "1" },
    ];
    for (const headers of strangers) assert.equal(await post(headers, body), 400, Object.keys(headers)[0]);
  });

  it("a push wakes the Applications whose files it changes, and no other", async () => {
    const { secret, post } = await webhook(checkout());
    const applications = async () =>
      (await checkout().get<{ items: Application[] }>("dev", "applications", "-n", "argocd")).items;
    const source = (await applications()).find(({ metadata }) => metadata.name === "agentgateway-configs")?.spec
      ?.source;
    const html_url = (source as { repoURL: string }).repoURL.replace(/\.git$/, "");
    const push = async (...modified: string[]) => {
      const repository = { html_url, default_branch: "dev" };
      const body = JSON.stringify({ ref: "refs/heads/dev", repository, commits: [{ modified }] });
      assert.equal(await post({ ...GITHUB, "x-hub-signature-256": signed(secret, body) }, body), 200);
    };
    const awake = async () =>
      (await applications())
        .filter(({ metadata }) => metadata.annotations?.[REFRESH] !== undefined)
        .map(({ metadata }) => metadata.name);

    // Without the controller, nobody takes away the mark by which an Application is woken.
    await new Parts(checkout).without("argocd/application-controller", async () => {
      await push("README.md", "k8s/overlays/prod/kustomization.yaml", "app-of-apps/prod/agentgateway-prod.yaml");
      await push("k8s/base/llm-providers/openai.yaml");
      await eventually("a push of a provider wakes an Application", 20, async () => (await awake()).length > 0);
      assert.deepEqual(await awake(), ["agentgateway-configs"]);
      await push("app-of-apps/dev/agentgateway.yaml");
      await eventually("a push of an Application wakes the root", 20, async () => (await awake()).length > 1);
      assert.deepEqual(await awake(), ["agentgateway-configs", "agentgateway-infra-root"]);
    });
  });
}

/** A part of the story, near its end: by hand, the keys of a Secret of Pulumi's get another owner. */
export function foreignSecrets(checkout: () => Checkout): void {
  it("Argo CD reads a webhook's secret from a Secret that someone else makes, where argocd-secret refers to it", async () => {
    const key = "webhook.gitlab.secret";
    const { post } = await webhook(checkout());
    const kubectl = (args: readonly string[], input?: string) =>
      checkout().shell("kubectl", ["--context", "dev", "-n", "argocd", ...args], input);
    const patch = async (value: string) => {
      const data = JSON.stringify({ data: { [key]: Buffer.from(value).toString("base64") } });
      assertCode(await kubectl(["patch", "secret", "argocd-secret", "--type", "merge", "-p", data]), 0);
    };
    const { data } = await checkout().get<{ data: Record<string, string> }>(
      "dev",
      "secret",
      "argocd-secret",
      "-n",
      "argocd",
    );
    const labels = { "app.kubernetes.io/part-of": "argocd" };
    const theirs = {
      apiVersion: "v1",
      kind: "Secret",
      metadata: { name: "hooks", labels },
      stringData: { [key]: "theirs" },
    };
    assertCode(await kubectl(["create", "-f", "-"], JSON.stringify(theirs)), 0);
    await patch(`$hooks:${key}`);
    const push = (token: string) =>
      post({ "x-gitlab-event": "Push Hook", "x-gitlab-token": token }, '{"ref":"refs/heads/x"}');
    await eventually("Argo CD reads the other Secret", 60, async () => (await push("theirs")) === 200);
    assert.equal(await push(`$hooks:${key}`), 400);
    await patch(Buffer.from(data[key]!, "base64").toString());
    assertCode(await kubectl(["delete", "secret", "hooks"]), 0);
    await eventually("Argo CD forgets it", 60, async () => (await push("theirs")) === 400);
  });
}
