import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { unguessableSecret } from "../../../../components/argocd/webhook/build";
import { missingCredentials, missingSecrets } from "../../../../config/checks";
import type { PlainObject } from "../../../../core/merge";
import { SecretValue } from "../../../../core/secret";
import { announcePush } from "../../../../dev/sandbox/git/webhook";
import { decodedData, registeredArgoCd } from "../../../../dev/support/argocdComponent";
import { environment } from "../../../../dev/support/environment";

const keysOf = async (webhook?: PlainObject) => {
  const data = decodedData(await registeredArgoCd(webhook ? { webhook } : {}), "argocd-secret");
  return Object.fromEntries(Object.entries(data).filter(([key]) => key.startsWith("webhook.")));
};

describe("webhooks of Git hosts", () => {
  it("are not mentioned where there are none", async () => {
    assert.deepEqual(await keysOf(), {});
    assert.ok(!(await registeredArgoCd()).some(({ name }) => name.includes("webhook")));
  });

  it("are known by their secrets, and all other kinds of host by what nobody knows", async () => {
    const known = { "webhook.github.secret": "canary" };
    const unknown = unguessableSecret("generated", known);
    assert.deepEqual(await keysOf({ github: new SecretValue("canary") }), {
      ...known,
      "webhook.gitlab.secret": unknown,
      "webhook.bitbucket.uuid": unknown,
      "webhook.bitbucketserver.secret": unknown,
      "webhook.gogs.secret": unknown,
      "webhook.azuredevops.password": unknown,
      "webhook.dockerhub.secret": unknown,
    });
  });

  it("are known by a Secret that someone else makes, which Argo CD reads by reference", async () => {
    const keys = await keysOf({ existingSecret: "hooks", github: true, azureDevOps: {} });
    assert.partialDeepStrictEqual(keys, {
      "webhook.github.secret": "$hooks:webhook.github.secret",
      "webhook.azuredevops.username": "argocd",
      "webhook.azuredevops.password": "$hooks:webhook.azuredevops.password",
    });
    assert.match(keys["webhook.gitlab.secret"] as string, /^[0-9a-f]{64}$/);
    const webhook = { existingSecret: "hooks", github: true };
    assert.deepEqual(
      missingSecrets(environment({ argocd: { webhook } })).filter(({ path }) => path.startsWith("argocd.webhook")),
      [],
    );
  });

  it("are each checked by a key of its own", async () => {
    const all = {
      github: "1",
      gitlab: "2",
      bitbucket: "3",
      bitbucketServer: "4",
      gogs: "5",
    };
    const secrets = Object.fromEntries(Object.entries(all).map(([host, value]) => [host, new SecretValue(value)]));
    const azureDevOps = { username: "hooks", password: new SecretValue("6") };
    const { "webhook.dockerhub.secret": shut, ...open } = await keysOf({ ...secrets, azureDevOps });
    assert.deepEqual(open, {
      "webhook.github.secret": "1",
      "webhook.gitlab.secret": "2",
      "webhook.bitbucket.uuid": "3",
      "webhook.bitbucketserver.secret": "4",
      "webhook.gogs.secret": "5",
      "webhook.azuredevops.username": "hooks",
      "webhook.azuredevops.password": "6",
    });
    assert.match(shut as string, /^[0-9a-f]{64}$/);
  });

  it("have argocd-server take up a changed password of Azure DevOps, by another key that changes with it", async () => {
    const shut = async (password: string) =>
      (await keysOf({ azureDevOps: { password: new SecretValue(password) } }))["webhook.github.secret"];
    assert.equal(await shut("old"), await shut("old"));
    assert.notEqual(await shut("old"), await shut("new"));
  });

  it("need a password where they name its user, and take none for a reference", () => {
    const errors = (webhook: PlainObject) => {
      const named = environment({ argocd: { webhook }, cluster: { kubeconfig: new SecretValue("k") } });
      return missingSecrets(named).map(({ path, problem }) => `${path} ${problem}`);
    };
    assert.deepEqual(errors({ azureDevOps: {} }), ["argocd.webhook.azureDevOps.password is missing"]);
    assert.deepEqual(errors({ gitlab: new SecretValue("$other:key") }), [
      "argocd.webhook.gitlab begins with $, which Argo CD takes for the name of another secret",
    ]);
    assert.deepEqual(errors({}), []);
  });

  it("are another stack's where Argo CD is", () => {
    const argocd = { mode: "existing", webhook: { azureDevOps: {} } };
    assert.deepEqual(missingCredentials(environment({ argocd, cluster: { name: "stage" } })), []);
  });
});

describe("the sandbox's Git server", () => {
  it("announces a push as GitHub does, signed", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const received = new Promise<{ path?: string; event?: unknown; signature?: unknown; body: string }>((resolve) =>
        server.once("request", (request, response) => {
          void text(request).then((body) => {
            response.end();
            const { "x-github-event": event, "x-hub-signature-256": signature } = request.headers;
            resolve({ path: request.url, event, signature, body });
          });
        }),
      );
      await announcePush(url, "http://127.0.0.1:1/x.git", "canary", { before: "b", after: "c", files: ["k8s/x"] });
      const { path, event, signature, body } = await received;
      assert.deepEqual([path, event], ["/api/webhook", "push"]);
      assert.equal(signature, `sha256=${createHmac("sha256", "canary").update(body).digest("hex")}`);
      const { ref, before, after, commits } = JSON.parse(body) as Record<string, unknown>;
      assert.deepEqual({ ref, before, after }, { ref: "refs/heads/dev", before: "b", after: "c" });
      assert.deepEqual(commits, [{ id: "c", modified: ["k8s/x"] }]);
    } finally {
      server.close();
    }
  });
});
