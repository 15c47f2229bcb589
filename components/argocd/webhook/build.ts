import { createHash } from "node:crypto";
import type { SecretEntry } from "../../credentials";
import type { WebhookSpec } from "./spec";

/** The keys of `argocd-secret` by which Argo CD checks what each kind of Git host sends. */
const KEYS = {
  github: "webhook.github.secret",
  gitlab: "webhook.gitlab.secret",
  bitbucket: "webhook.bitbucket.uuid",
  bitbucketServer: "webhook.bitbucketserver.secret",
  gogs: "webhook.gogs.secret",
} as const;
const AZURE_PASSWORD = "webhook.azuredevops.password";
const AZURE_USERNAME = "webhook.azuredevops.username";

/** What `argocd-secret` says of webhooks and is secret. */
export function webhookEntries(webhook: WebhookSpec | undefined): SecretEntry[] {
  if (webhook === undefined) return [];
  const hosts = Object.keys(KEYS) as (keyof typeof KEYS)[];
  const { azureDevOps } = webhook;
  return [
    ...hosts
      .filter((host) => webhook[host] !== undefined)
      .map((host) => entry(`argocd.webhook.${host}`, KEYS[host], webhook[host])),
    ...(azureDevOps ? [entry("argocd.webhook.azureDevOps.password", AZURE_PASSWORD, azureDevOps.password)] : []),
  ];
}

/** What it says of them and is not. */
export function webhookSettings({ azureDevOps }: WebhookSpec): Record<string, string> {
  return azureDevOps ? { [AZURE_USERNAME]: azureDevOps.username } : {};
}

/**
 * The keys of what announces nothing here. Without a value, Argo CD believes everybody who says to be such a Git host; so
 * each gets one that nobody knows. It always is one more than Git hosts: see {@link unguessableSecret}.
 */
export function unusedWebhookKeys(webhook: WebhookSpec): string[] {
  const open = webhookEntries(webhook).map(({ key }) => key);
  return [...Object.values(KEYS), AZURE_PASSWORD, "webhook.dockerhub.secret"].filter((key) => !open.includes(key));
}

/**
 * A value that nobody knows, and another one with each change of those that somebody does: argocd-server takes a changed
 * one up by itself, but does not look for changes of Azure DevOps' (3.6.1).
 */
export function unguessableSecret(seed: string, known: Record<string, string>): string {
  return createHash("sha256")
    .update(JSON.stringify([seed, known]))
    .digest("hex");
}

function entry(path: string, key: string, value: SecretEntry["value"]): SecretEntry {
  return { path, key, value, required: true, check: referenceError };
}

/** Argo CD takes a value that begins like this for the name of another one. */
function referenceError(plain: string): string | undefined {
  return plain.startsWith("$") ? "begins with $, which Argo CD takes for the name of another secret" : undefined;
}
