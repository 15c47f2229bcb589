import { z } from "zod";
import { secret } from "../../../core/secret";
import { pathPrefix } from "../../../kube/schemas";
import { routes } from "../formats/spec";
import { promptGuard } from "../guard/spec";

/** JSON without null, which neither Kubernetes nor Kustomize would keep. */
type Json = string | number | boolean | Json[] | { [key: string]: Json };
const json: z.ZodType<Json, Json> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.array(json), z.record(z.string(), json)], {
    error: "must be JSON without null",
  }),
);

/** Fields of a request's body, by name. */
const bodyFields = z
  .record(z.string().min(1).max(256), json)
  .refine((fields) => Object.keys(fields).length <= 64, "must be 64 fields at most");

const message = z.strictObject({
  /** Role, in the provider's terms, such as `system` or `user`. */
  role: z.string().min(1),
  /** Text of the message. */
  content: z.string(),
});

/** Fields of every entry: where it is served, and what the gateway does with requests on their way. */
export const entryFields = {
  /** Path prefix on the gateway. Default: `/<name>`. */
  path: pathPrefix.optional(),
  /** Names that clients may use for models, and what they stand for: `{ fast: "gpt-5.4-mini" }`. */
  modelAliases: z
    .record(z.string().min(1), z.string().min(1))
    .refine((aliases) => Object.keys(aliases).length <= 64, "must be 64 aliases at most")
    .optional(),
  /** Fields that a request gets where it has none: `{ temperature: 0.2 }`. */
  defaults: bodyFields.optional(),
  /** Fields that a request gets whatever it has: `{ max_tokens: 1000 }`. */
  overrides: bodyFields.optional(),
  /** Messages before and after those of the client. */
  promptEnrichment: z
    .strictObject({
      /** Messages before those of the client. */
      prepend: z.array(message).default([]),
      /** Messages after those of the client. */
      append: z.array(message).default([]),
    })
    .refine(({ prepend, append }) => prepend.length + append.length > 0, "needs prepend or append")
    .optional(),
  /**
   * What a request is, by the end of its path; the longest that matches counts, `*` matches all. These replace and extend
   * what the provider serves by default: docs/llm-formats.md. A request that nothing matches is a chat completion.
   */
  routes: routes.optional(),
  /** Checks of prompts and answers. */
  promptGuard: promptGuard.optional(),
  /** API key for OpenAI moderation, from encrypted configuration. Required by an `openAIModeration` without `existingSecret`. */
  moderationKey: secret().optional(),
};

/** Marks what a model may remember between requests, which makes them cheaper. `{}` turns it on. */
export const promptCaching = z.strictObject({
  /** System prompts. Default true. */
  cacheSystem: z.boolean().default(true),
  /** Messages of the conversation. Default true. */
  cacheMessages: z.boolean().default(true),
  /** Definitions of tools. Default false. */
  cacheTools: z.boolean().default(false),
  /** Messages from the end that are left out. Default 0. */
  cacheMessageOffset: z.int32().min(0).default(0),
  /** Estimated tokens below which nothing is marked. Default 1024. */
  minTokens: z.int32().min(0).default(1024),
});

export interface TrafficSpec extends z.infer<z.ZodObject<typeof entryFields>> {
  promptCaching?: z.infer<typeof promptCaching>;
}
