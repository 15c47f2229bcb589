import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import type { Checkout } from "../support/checkout";

/** A part of the story: who may tell Argo CD of a push. */
export function announcements(checkout: () => Checkout): void {
  it("Argo CD believes a push that the webhook's secret signs, and nobody else's", async () => {
    const { ports } = await checkout().process("argocd/server");
    const post = async (headers: Record<string, string>) =>
      (await fetch(`http://127.0.0.1:${ports.http}/api/webhook`, { method: "POST", headers, body })).status;
    const { data } = await checkout().get<{ data: Record<string, string> }>(
      "dev",
      "secret",
      "argocd-secret",
      "-n",
      "argocd",
    );
    const secret = Buffer.from(data["webhook.github.secret"]!, "base64");
    const signed = (key: Buffer | string) => `sha256=${createHmac("sha256", key).update(body).digest("hex")}`;
    const github = { "x-github-event": "push" };
    // A push as each kind of host would understand it, so that nothing is refused for another reason.
    const push = { ref: "refs/heads/dev", repository: { html_url: "http://127.0.0.1/x" }, commits: [] };
    const body = JSON.stringify({ ...push, eventType: "git.push", resource: {} });

    assert.equal(await post({ ...github, "x-hub-signature-256": signed(secret) }), 200);
    assert.equal(await post({ ...github, "x-hub-signature-256": signed("another") }), 400);
    assert.equal(await post(github), 400);
    const strangers: Record<string, string>[] = [
      { "x-gitlab-event": "Push Hook" },
      { "x-gogs-event": "push" },
      { "x-event-key": "repo:push", "x-hook-uuid": "1" },
      { "x-event-key": "repo:refs_changed" },
      { "x-vss-activityid": "1" },
    ];
    for (const headers of strangers) assert.equal(await post(headers), 400, Object.keys(headers)[0]);
  });
}
