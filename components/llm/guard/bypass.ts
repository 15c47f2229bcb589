import { rowsOf } from "../formats/rows";
import type { RouteType } from "../formats/spec";
import type { ProviderSpec } from "../provider/spec";
import type { PromptGuardSpec } from "./spec";

/** Types of requests that the proxy guards; it passes all others through unread. */
const GUARDED: readonly RouteType[] = ["Completions", "Responses", "Messages"];

/** Types without texts in their answers, so that guards of answers have nothing to check. */
const WITHOUT_ANSWER: readonly RouteType[] = ["Embeddings", "AnthropicTokenCount", "Rerank"];

/**
 * Whether requests of a type would get round an entry's guards, and this is not accepted by name. Counting tokens is no way
 * round where the proxy does it by itself.
 */
export function bypassesGuards(spec: ProviderSpec, type: RouteType, guard: PromptGuardSpec, model?: string): boolean {
  if (GUARDED.includes(type) || guard.unguarded.some((accepted) => accepted === type)) return false;
  if (type === "AnthropicTokenCount" && rowsOf(spec, model).every((row) => row[type].how === "estimated")) return false;
  return guard.request.length > 0 || !WITHOUT_ANSWER.includes(type);
}
