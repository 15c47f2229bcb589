import { z } from "zod";

/** API formats, each with one kind of request and answer. */
export const FORMATS = [
  "Completions",
  "Responses",
  "Messages",
  "AnthropicTokenCount",
  "Embeddings",
  "Realtime",
  "Rerank",
] as const;

/** An API format that a model server can speak. */
export const format = z.enum(FORMATS);

export type Format = z.infer<typeof format>;

/**
 * What a request is: of an API format; `Passthrough`, sent on as it is; or `Detect`, sent on as it is and counted where
 * its format is known.
 */
export const routeType = z.enum([...FORMATS, "Detect", "Passthrough"]);

export type RouteType = z.infer<typeof routeType>;

/**
 * What a request is, by the end of its path; the longest that matches counts, `*` matches all. They replace and extend the
 * formats that the provider serves by default. A request that nothing matches is a chat completion.
 */
export const routes = z.record(
  z.string().regex(/^(\*|\/.+)$/, "must be * or start with /, such as /v1/messages"),
  routeType,
);

export type Routes = z.infer<typeof routes>;
