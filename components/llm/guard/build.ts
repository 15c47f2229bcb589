import { AUTHORIZATION, type SecretSpec } from "../../credentials";
import { compact } from "../../../kube/object";
import { serviceBackendRef } from "../../service";
import type { TrafficSpec } from "../traffic/spec";
import type { PromptGuardSpec } from "./spec";

type RequestGuard = PromptGuardSpec["request"][number];

/** The guards of an entry, and the entry whose key for moderation they use. */
export interface OwnedGuard {
  owner: string;
  guard: PromptGuardSpec;
}

/**
 * The guards of all layers of an entry, in order: who adds guards takes none away. Defaults of list items are written out,
 * or Argo CD would report them as drift.
 */
export function promptGuardPolicy(layers: readonly OwnedGuard[]): object | undefined {
  if (layers.length === 0) return undefined;
  const each = (direction: "request" | "response") =>
    layers.flatMap(({ owner, guard }) => guard[direction].map((one) => guardPolicy(owner, one)));
  const response = each("response");
  const streamed = layers.some(({ guard }) => guard.response.length > 0 && guard.streaming === "Enabled");
  return compact({ request: each("request"), response, streaming: streamed ? "Enabled" : undefined });
}

function guardPolicy(owner: string, { regex, webhook, openAIModeration, response }: RequestGuard): object {
  return {
    regex: regex && { action: regex.action, builtins: regex.builtins, matches: regex.patterns },
    webhook: webhook && {
      backendRef: serviceBackendRef(webhook.service),
      failureMode: webhook.failureMode,
    },
    openAIModeration: openAIModeration && {
      model: openAIModeration.model,
      policies: { auth: { secretRef: { name: openAIModeration.existingSecret ?? moderationSecretName(owner) } } },
    },
    response,
  };
}

/** The Secret that Pulumi makes of the key for OpenAI moderation, where a guard uses it. */
export function moderationSecret(
  name: string,
  { promptGuard, moderationKey }: Pick<TrafficSpec, "promptGuard" | "moderationKey">,
): SecretSpec | undefined {
  const used = promptGuard?.request.some(
    ({ openAIModeration }) => openAIModeration && openAIModeration.existingSecret === undefined,
  );
  if (!used) return undefined;
  const path = `llmProviders.${name}.moderationKey`;
  return {
    name: moderationSecretName(name),
    entries: [{ path, key: AUTHORIZATION, value: moderationKey, required: true }],
  };
}

function moderationSecretName(name: string): string {
  return `${name}-moderation-secret`;
}
