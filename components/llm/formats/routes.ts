import type { PromptGuardSpec } from "../guard/spec";
import { bypassesGuards } from "../guard/bypass";
import type { ProviderSpec } from "../provider/spec";
import { servedByDefault } from "./rows";
import type { RouteType, Routes } from "./spec";
import type { Capability } from "../provider/formatTable";

/**
 * Ends of the paths at which clients expect each format. None begins with `/v1`, so that a base URL works with and
 * without it; and there is no `*`, so that a request without any of them stays a chat completion.
 */
export const SUFFIXES: Record<Capability, { suffix: string; type: RouteType }> = {
  Completions: { suffix: "/chat/completions", type: "Completions" },
  Responses: { suffix: "/responses", type: "Responses" },
  Messages: { suffix: "/messages", type: "Messages" },
  AnthropicTokenCount: { suffix: "/messages/count_tokens", type: "AnthropicTokenCount" },
  Embeddings: { suffix: "/embeddings", type: "Embeddings" },
  Realtime: { suffix: "/realtime", type: "Realtime" },
  Rerank: { suffix: "/rerank", type: "Rerank" },
  Models: { suffix: "/models", type: "Passthrough" },
};

/** End of the path at which clients read the list of models. */
export const MODELS_SUFFIX = SUFFIXES.Models.suffix;

/**
 * The types of requests that an entry serves, by the ends of their paths: what its provider answers, without what would
 * pass its guards, and what `routes` replaces and adds.
 */
export function routesOf(
  spec: ProviderSpec,
  { model, guard, routes }: { model?: string; guard?: PromptGuardSpec; routes?: Routes },
): Routes {
  const served = servedByDefault(spec, model).filter(
    (capability) => guard === undefined || !bypassesGuards(spec, SUFFIXES[capability].type, guard, model),
  );
  const byDefault = Object.fromEntries(
    served.map((capability) => [SUFFIXES[capability].suffix, SUFFIXES[capability].type]),
  );
  return { ...byDefault, ...routes };
}
