import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Application } from "../../components/application/status";
import { useModel } from "../../dev/support/change";
import type { Checkout } from "../../dev/support/checkout";
import { assertCode, eventually } from "../../dev/support/shell";
import { lastChanges } from "../../dev/support/state";

const CONFIGS = "agentgateway-configs";
const NAMESPACE = "agentgateway-system";
const MODEL = "gpt-after-the-freeze";
const TOKEN = "of-the-webhook";

interface Message {
  authorization: string | undefined;
  body: { event: string; application: string; details: string; text: string };
}

/** A part of the story: a freeze, in which Argo CD syncs nothing, and what it says by a webhook of what goes wrong. */
export function freezesAndNotifications(checkout: () => Checkout): void {
  const messages: Message[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { authorization } = request.headers;
      messages.push({ authorization, body: JSON.parse(Buffer.concat(chunks).toString()) as Message["body"] });
      response.end();
    });
  });
  const dev = (...words: string[]) => checkout().pulumi(...words, "--stack", "dev");
  const set = async (path: string, value: string, ...options: string[]) =>
    assertCode(await dev("config", "set", "--path", ...options, path, value), 0);
  const up = () => dev("up", "--yes", "--skip-preview");
  const configs = () => checkout().get<Application>("dev", "application", CONFIGS, "-n", "argocd");
  const openai = async () =>
    JSON.stringify(await checkout().get("dev", "agentgatewaybackend", "openai", "-n", NAMESPACE));

  before(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
  after(() => server.close());

  it("a freeze is put in force and reported, and a webhook hears of what is Degraded", async () => {
    // From midnight on for two days, so that it does not end meanwhile.
    const today = new Date();
    await set("application.freeze[0].schedule", `0 0 ${today.getUTCDate()} ${today.getUTCMonth() + 1} *`);
    await set("application.freeze[0].duration", "48h");
    const { port } = server.address() as AddressInfo;
    await set("argocd.notifications.webhook.url", `http://127.0.0.1:${port}/hook`, "--secret");
    await set("argocd.notifications.webhook.token", TOKEN, "--secret");
    const outcome = await up();
    assertCode(outcome, 0);
    assert.match(outcome.all, /warning: dev is frozen: application\.freeze\[0\] is in force until \S+Z: 48h from each/);

    const secret = ["--context", "dev", "delete", "secret", "openai-secret", "-n", NAMESPACE];
    assertCode(await checkout().shell("kubectl", secret), 0);
    const degraded = () => messages.find(({ body }) => body.event === "degraded" && body.application === CONFIGS);
    await eventually("the webhook hears that an Application is Degraded", 120, () =>
      Promise.resolve(degraded() !== undefined),
    );
    assert.equal(degraded()?.authorization, `Bearer ${TOKEN}`);
    assert.match(degraded()?.body.details ?? "", /^AgentgatewayBackend openai: /);
    assert.match(degraded()?.body.text ?? "", /^agentgateway-configs is Degraded: AgentgatewayBackend openai: /);
  });

  it("what is pushed in a freeze is not synced, and pulumi up is refused, until the freeze is lifted", async () => {
    const commit = await useModel(checkout(), MODEL);
    await eventually("Argo CD has seen the commit", 60, async () => {
      const { sync } = (await configs()).status ?? {};
      return sync?.status === "OutOfSync" && sync.revision === commit;
    });
    const before = lastChanges(checkout(), "dev");
    const refused = await up();
    assert.notEqual(refused.code, 0);
    assert.match(refused.all, /error: dev is frozen, and Argo CD has something to sync\. Nothing was changed:/);
    assert.match(refused.all, /- application\.freeze\[0\]: is in force until \S+Z/);
    assert.match(refused.all, /- agentgateway-configs: is OutOfSync/);
    assert.deepEqual(lastChanges(checkout(), "dev"), before);
    const status = await checkout().shell("npm", ["run", "--silent", "status", "--", "dev"]);
    assert.match(status.all, /^ok +Freeze +application\.freeze\[0\] +is in force until \S+Z/m);
    assert.ok(!(await openai()).includes(MODEL), "it was synced in the freeze");

    assertCode(await dev("config", "rm", "--path", "application.freeze"), 0);
    assertCode(await dev("config", "rm", "--path", "argocd.notifications"), 0);
    assertCode(await up(), 0);
    assert.ok((await openai()).includes(MODEL));
    assertCode(await dev("preview", "--refresh", "--expect-no-changes"), 0);
  });
}
