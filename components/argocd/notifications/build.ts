import { declaredEntry, type SecretSpec } from "../../credentials";
import { toYaml } from "../../../core/yaml";
import { compact } from "../../../kube/object";
import { NOTIFICATIONS_SECRET, type NotificationsSpec } from "./spec";
import { triggers, type Event } from "./triggers";

const KEYS = { url: "webhook-url", token: "webhook-token", slack: "slack-token" };
/** By this name the settings, and what the controller logs, call the webhook. */
const WEBHOOK = "webhook";

/** What `argocd-notifications-cm` says. Nothing in it is secret. */
export function notificationSettings(
  notifications: NotificationsSpec | undefined,
  url: string | undefined,
): Record<string, string> {
  if (notifications === undefined) return {};
  const { webhook, slack } = notifications;
  const events = Object.keys(triggers) as Event[];
  const recipients = [...(webhook ? [WEBHOOK] : []), ...(slack ? [`slack:${slack.channel.replace(/^#/, "")}`] : [])];
  return compact({
    [`service.webhook.${WEBHOOK}`]: webhook && toYaml(webhookService(webhook)),
    "service.slack": slack && toYaml({ token: `$${KEYS.slack}` }),
    subscriptions: toYaml([{ recipients, triggers: events }]),
    ...Object.fromEntries(
      events.flatMap((event) => [
        [`trigger.${event}`, toYaml([{ when: triggers[event].when, oncePer: triggers[event].oncePer, send: [event] }])],
        [`template.${event}`, toYaml(template(event, url, webhook !== undefined))],
      ]),
    ),
  } as Record<string, string>);
}

/** The Secret behind notifications. Nothing where someone else makes it. */
export function notificationsSecret(notifications: NotificationsSpec | undefined): SecretSpec | undefined {
  if (notifications === undefined || notifications.existingSecret !== undefined) return undefined;
  const { webhook, slack } = notifications;
  const path = "argocd.notifications";
  return {
    name: NOTIFICATIONS_SECRET,
    entries: [
      ...(webhook
        ? [{ path: `${path}.webhook.url`, key: KEYS.url, value: webhook.url, required: true, check: urlError }]
        : []),
      ...(webhook?.token
        ? [{ ...declaredEntry(`${path}.webhook.token`, KEYS.token, webhook.token), check: lineError }]
        : []),
      ...(slack
        ? [{ path: `${path}.slack.token`, key: KEYS.slack, value: slack.token, required: true, check: lineError }]
        : []),
    ],
  };
}

function webhookService({ token }: NonNullable<NotificationsSpec["webhook"]>): object {
  return {
    url: `$${KEYS.url}`,
    headers: [
      { name: "Content-Type", value: "application/json" },
      ...(token ? [{ name: "Authorization", value: `Bearer $${KEYS.token}` }] : []),
    ],
  };
}

/** Letters of what Argo CD says that are passed on. */
const LONGEST = 1000;

/** A message: a text, and for the webhook JSON, which has the same text and what it is about. */
function template(event: Event, url: string | undefined, hasWebhook: boolean): object {
  const { says, details } = triggers[event];
  const link = url && JSON.stringify(`${url.replace(/\/+$/, "")}/applications`);
  const text = [
    `{{ $details := "" }}${details}{{ $details = trunc ${LONGEST} $details }}`,
    `{{ $text := printf "%s ${says}" .app.metadata.name }}`,
    '{{ if $details }}{{ $text = printf "%s: %s" $text $details }}{{ end }}',
    ...(link ? [`{{ $text = printf "%s\\n%s/%s" $text ${link} .app.metadata.name }}`] : []),
  ].join("");
  const fields = [
    `"event" "${event}"`,
    '"application" .app.metadata.name',
    '"revision" (dig "status" "sync" "revision" "" .app)',
    '"details" $details',
    '"text" $text',
  ].join(" ");
  return {
    message: `${text}{{ $text }}`,
    webhook: hasWebhook ? { [WEBHOOK]: { method: "POST", body: `${text}{{ toJson (dict ${fields}) }}` } } : undefined,
  };
}

function urlError(plain: string): string | undefined {
  const url = URL.canParse(plain) ? new URL(plain) : undefined;
  return url && /^https?:$/.test(url.protocol) && plain === plain.trim() ? undefined : "is no http(s) URL";
}

function lineError(plain: string): string | undefined {
  return /^[\x21-\x7e]+$/.test(plain) ? undefined : "is no token: it has spaces or line breaks, or is empty";
}
