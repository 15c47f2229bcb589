import assert from "node:assert/strict";
import { parse } from "yaml";
import { notificationsSecret } from "../../../../components/argocd/notifications/build";
import { missingSecrets } from "../../../../config/checks";
import type { PlainObject } from "../../../../core/merge";
import { SecretValue } from "../../../../core/secret";
import { data, installed } from "../../../../dev/support/argocdRelease";
import { environment } from "../../../../dev/support/environment";

const secret = (value: string) => new SecretValue(value);
const settings = (argocd: PlainObject) =>
  Object.fromEntries(
    Object.entries(data(installed(argocd), "argocd-notifications-cm")).map(([key, value]) => [
      key,
      parse(value) as unknown,
    ]),
  );
const EVENTS = ["sync-failed", "comparison-failed", "degraded"];

describe("notifications of Argo CD", () => {
  it("go to a webhook and a channel, for each event of every Application", () => {
    const webhook = { url: secret("https://example.com/canary"), token: secret("canary") };
    const cm = settings({ notifications: { webhook, slack: { channel: "#alerts", token: secret("canary") } } });
    assert.deepEqual(Object.keys(cm).sort(), [
      "service.slack",
      "service.webhook.webhook",
      "subscriptions",
      ...EVENTS.map((event) => `template.${event}`).sort(),
      ...EVENTS.map((event) => `trigger.${event}`).sort(),
    ]);
    assert.deepEqual(cm["service.webhook.webhook"], {
      url: "$webhook-url",
      headers: [
        { name: "Content-Type", value: "application/json" },
        { name: "Authorization", value: "Bearer $webhook-token" },
      ],
    });
    assert.deepEqual(cm["service.slack"], { token: "$slack-token" });
    assert.deepEqual(cm.subscriptions, [{ recipients: ["webhook", "slack:alerts"], triggers: EVENTS }]);
    assert.ok(!JSON.stringify(cm).includes("canary"));
  });

  it("go to one of them where the other is not said", () => {
    const webhook = settings({ notifications: { webhook: { url: secret("https://example.com") } } });
    assert.deepEqual(webhook["service.webhook.webhook"], {
      url: "$webhook-url",
      headers: [{ name: "Content-Type", value: "application/json" }],
    });
    assert.ok(!("service.slack" in webhook));
    assert.deepEqual((webhook.subscriptions as { recipients: string[] }[])[0]?.recipients, ["webhook"]);
    const slack = settings({ notifications: { slack: { channel: "C0123ABCD" } } });
    assert.ok(!("service.webhook.webhook" in slack));
    assert.deepEqual((slack.subscriptions as { recipients: string[] }[])[0]?.recipients, ["slack:C0123ABCD"]);
    assert.deepEqual(Object.keys(slack["template.degraded"] as object), ["message"]);
  });

  it("need the secrets of what they go to, each of its form", () => {
    const problems = (notifications: PlainObject, more: PlainObject = {}) =>
      missingSecrets(environment({ argocd: { notifications, ...more } }))
        .filter(({ path }) => path.startsWith("argocd."))
        .map(({ path, problem }) => `${path} ${problem}`);
    assert.deepEqual(problems({ webhook: {}, slack: { channel: "alerts" } }), [
      "argocd.notifications.webhook.url is missing",
      "argocd.notifications.slack.token is missing",
    ]);
    assert.deepEqual(problems({ webhook: { url: secret("example.com"), token: secret("two lines\n") } }), [
      "argocd.notifications.webhook.url is no http(s) URL",
      "argocd.notifications.webhook.token is no token: it has spaces or line breaks, or is empty",
    ]);
    assert.deepEqual(problems({ webhook: { url: secret("https://example.com/x?key=y") } }), []);
    assert.equal(notificationsSecret(undefined), undefined);
  });

  it("have no Secret of ours where someone else makes it, and the settings read the same keys", () => {
    const existingSecret = "argocd-notifications-secret";
    const notifications = { existingSecret, webhook: { token: true }, slack: { channel: "alerts" } };
    const desired = environment({ argocd: { notifications } });
    assert.equal(notificationsSecret(desired.argocd.notifications), undefined);
    const paths = missingSecrets(desired).map(({ path }) => path);
    assert.deepEqual(
      paths.filter((path) => path.startsWith("argocd.notifications")),
      [],
    );
    const ours = { webhook: { url: secret("https://example.com"), token: secret("a") }, slack: { channel: "alerts" } };
    assert.deepEqual(settings({ notifications }), settings({ notifications: ours }));
  });
});
