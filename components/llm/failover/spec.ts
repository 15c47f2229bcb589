import { z } from "zod";
import { isPlainObject } from "../../../core/merge";
import { duration, durationOf } from "../../duration";
import { cel } from "../../fields";
import { objectName } from "../../../kube/schemas";
import { retry } from "../../policy/limits";
import { entryFields } from "../traffic/spec";

/** One of the providers that are chosen from. */
const target = z.strictObject({
  /** Name of an entry of `llmProviders`, whose provider and credentials are used. */
  use: objectName,
  /** Model for requests that come this way. Default: as that entry says. */
  model: z.string().min(1).max(256).optional(),
});

const eviction = z.strictObject({
  /**
   * CEL expression that tells a failed response. `response` is null where the connection failed and the request is tried
   * again. Default: status 5xx or 429, and a connection that fails; but not a request that the proxy itself can't read.
   */
  unhealthyCondition: cel.optional(),
  /** For how long a failing provider is left out at first, at least `1s`. Each further time in a row it is that long more. Default: `10s`. */
  duration: durationOf("1s").default("10s"),
  /** Failed responses in a row after which it is left out. Default 1. */
  consecutiveFailures: z.int32().min(0).default(1),
  /** Health in percent with which it comes back; less than 100 brings it back with less traffic. Default: the gateway's. */
  restoreHealth: z.int().min(0).max(100).optional(),
});

/** When a failing request is tried again, with the next provider. */
const failoverRetry = retry.extend({
  /** Attempts after the first one. Default: one for each further provider, 3 at most. */
  attempts: retry.shape.attempts,
  /** Time before each further attempt: the proxy takes a moment until it leaves the failing provider out. Default `50ms`. */
  backoff: duration.default("50ms"),
  /** Status codes of answers that are tried again, as is a connection that fails. Default: `[429,500,502,503,504]`. */
  codes: retry.shape.codes.default([429, 500, 502, 503, 504]),
});

/** A choice of providers: those of the first group are used until they fail, then those of the next. */
export const failoverSpec = z.strictObject({
  ...entryFields,
  provider: z.never({ error: "must not stand beside failover" }).optional(),
  /** In order of preference: providers, or lists of providers that share the requests. At most 8, of at most 16 each. */
  failover: z
    .array(z.union([target, z.array(target).min(1).max(16)]))
    .min(1)
    .max(8),
  /** When a provider counts as failing. Nothing is left out without it, so it has defaults. */
  eviction: eviction.prefault({}),
  /**
   * When a failing request is tried again, with the next provider, before the client hears of it. Not once an answer has
   * begun, and not where the request is larger than 64 KiB. `false`: never. Default: on.
   */
  retry: z
    .union([z.literal(false), failoverRetry], {
      // Mistakes within a mapping are reported by its fields.
      error: ({ input }) => (isPlainObject(input) ? undefined : "must be false, or a mapping"),
    })
    .prefault({}),
});

export type FailoverSpec = z.infer<typeof failoverSpec>;
