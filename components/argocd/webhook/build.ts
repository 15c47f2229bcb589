import { createHash } from "node:crypto";
import type { ValidationError } from "../../../core/errors";
import { declaredEntry, type SecretEntry } from "../../credentials";
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

/** What `argocd-secret` says of webhooks and is secret. Nothing where someone else makes the Secret with it. */
export function webhookEntries(webhook: WebhookSpec | undefined): SecretEntry[] {
  return webhook === undefined || webhook.existingSecret !== undefined ? [] : announcing(webhook);
}

/** What it says of them and is not. */
export function webhookSettings(webhook: WebhookSpec): Record<string, string> {
  const { azureDevOps, existingSecret } = webhook;
  const named = existingSecret === undefined ? [] : announcing(webhook).map(({ key }) => key);
  return {
    ...(azureDevOps && { [AZURE_USERNAME]: azureDevOps.username }),
    ...Object.fromEntries(named.map((key) => [key, `$${existingSecret}:${key}`])),
  };
}

/**
 * The keys of what announces nothing here. Without a value, Argo CD believes everybody who says to be such a Git host; so
 * each gets one that nobody knows. It always is one more than Git hosts: see {@link unguessableSecret}.
 */
export function unusedWebhookKeys(webhook: WebhookSpec): string[] {
  const open = announcing(webhook).map(({ key }) => key);
  return [...Object.values(KEYS), AZURE_PASSWORD, "webhook.dockerhub.secret"].filter((key) => !open.includes(key));
}

/** What is wrong with a webhook whose secrets someone else keeps. */
export function webhookErrors(webhook: WebhookSpec | undefined): ValidationError[] {
  if (webhook?.existingSecret === undefined || announcing(webhook).length > 0) return [];
  const problem = "is set, and nothing says which of its secrets there are";
  return [{ path: "argocd.webhook.existingSecret", problem, remedy: "Name the Git hosts, such as github: true." }];
}

/** The secret of each host that announces pushes. */
function announcing({ azureDevOps, ...webhook }: WebhookSpec): SecretEntry[] {
  const hosts = Object.keys(KEYS) as (keyof typeof KEYS)[];
  const entries = hosts.flatMap((host) => {
    const declared = webhook[host];
    return declared === undefined ? [] : [declaredEntry(`argocd.webhook.${host}`, KEYS[host], declared)];
  });
  const ofAzure =
    azureDevOps && declaredEntry("argocd.webhook.azureDevOps.password", AZURE_PASSWORD, azureDevOps.password ?? true);
  return [...entries, ...(ofAzure ? [ofAzure] : [])].map((entry) => ({ ...entry, check: referenceError }));
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

/** Argo CD takes a value that begins like this for the name of another one. */
function referenceError(plain: string): string | undefined {
  return plain.startsWith("$") ? "begins with $, which Argo CD takes for the name of another secret" : undefined;
}
