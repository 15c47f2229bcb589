import { z } from "zod";
import { failoverSpec } from "./failover/spec";
import { providerSpec } from "./provider/spec";

export type { FailoverSpec } from "./failover/spec";
export type { ProviderSpec } from "./provider/spec";

/** What a path of the gateway leads to: an LLM provider, or a choice of them in order of preference. */
export const llmProviderSpec = z.union([providerSpec, failoverSpec]);

export type LlmProviderSpec = z.infer<typeof llmProviderSpec>;
/** The entries by name: a failover refers to others. */
export type LlmCatalogue = Record<string, LlmProviderSpec>;
