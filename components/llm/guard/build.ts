import type { SecretSpec } from "../../credentials";
import { compact } from "../../kubernetes";
import { serviceBackendRef } from "../../service";
import type { TrafficSpec } from "../traffic/spec";
import type { PromptGuardSpec } from "./spec";

type RequestGuard = PromptGuardSpec["request"][number];

/** The guards of an entry. Defaults of list items are written out, or Argo CD would report them as drift. */
export function promptGuardPolicy(name: string, { request, response }: PromptGuardSpec): object {
  const guard = ({ regex, webhook, openAIModeration, response }: RequestGuard) => ({
    regex: regex && { action: regex.action, builtins: regex.builtins, matches: regex.patterns },
    webhook: webhook && {
      backendRef: serviceBackendRef(webhook.service),
      failureMode: webhook.failureMode,
    },
    openAIModeration: openAIModeration && {
      model: openAIModeration.model,
      policies: { auth: { secretRef: { name: openAIModeration.existingSecret ?? moderationSecretName(name) } } },
    },
    response,
  });
  return compact({ request: request.map(guard), response: response.map(guard) });
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
    entries: [{ path, key: "Authorization", value: moderationKey, required: true }],
  };
}

function moderationSecretName(name: string): string {
  return `${name}-moderation-secret`;
}
