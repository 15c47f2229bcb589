import { z } from "zod";
import { duration, durationOf } from "../duration";
import { atLeastOne, cel, distinct, exactlyOne, failureMode } from "../fields";
import { serviceRef } from "../service";

/** A limit that each replica of the proxy keeps for itself. */
const local = z
  .strictObject({
    /** Requests for each `unit`. */
    requests: z.int().min(1).max(2147483647).optional(),
    /** LLM tokens for each `unit`, counted when a response is done. */
    tokens: z.int().min(1).max(2147483647).optional(),
    /** Time that the limit is for. */
    unit: z.enum(["Seconds", "Minutes", "Hours"]),
    /** What may come on top within a short time. Default 0. */
    burst: z.int().min(0).max(2147483647).optional(),
  })
  .refine(...exactlyOne("requests", "tokens"));

/** A limit that all replicas share, kept by a service that speaks Envoy's rate limit protocol. */
const shared = z.strictObject({
  /** The service that counts. */
  service: serviceRef,
  /** Domain of the limit at the service. */
  domain: z.string().min(1).max(256),
  /** Whether requests pass while the service can't be reached. Default: the proxy's own, `FailClosed`. */
  failureMode: failureMode.optional(),
  /** What is counted. The service has a limit for each. */
  descriptors: z
    .array(
      z.strictObject({
        /** What a request costs. Default: the proxy's own, `Requests`. */
        unit: z.enum(["Requests", "Tokens"]).optional(),
        /** What it costs as a CEL expression. Default: by `unit`. */
        cost: cel.optional(),
        /** By what is told apart, in the order in which the service nests it. */
        entries: z
          .array(
            z.strictObject({
              /** Name of the entry at the service. */
              name: z.string().min(1).max(64),
              /** CEL expression of its value, such as `apiKey.user_id`. */
              expression: cel,
            }),
          )
          .min(1)
          .max(16),
      }),
    )
    .min(1)
    .max(16),
});

/** How much is let through. `local` is one limit: Agent Gateway 1.4.1 takes a list and applies only its first item. */
export const rateLimit = z
  .strictObject({
    /** A limit that each replica of the proxy keeps for itself. */
    local: local.optional(),
    /** A limit that all replicas share, kept by a service that speaks Envoy's rate limit protocol. */
    global: shared.optional(),
  })
  .refine(...atLeastOne("local", "global"));

/** How long an answer may keep a client waiting. */
export const timeouts = z.strictObject({
  /** Time until an answer begins, all attempts together, at least 100ms. What has begun, such as a stream, may take longer. */
  request: durationOf("100ms"),
});

/** When a request is tried again. */
export const retry = z.strictObject({
  /** Tries after the first one. Default: the proxy's own, 1. */
  attempts: z.int().min(1).max(255).optional(),
  /** Time between two tries at least. Default: none. */
  backoff: duration.optional(),
  /** Status codes that are tried again. */
  codes: z
    .array(z.int().min(400).max(599))
    .refine(...distinct)
    .optional(),
  /** CEL expression on a response: true tries again. */
  condition: cel.optional(),
  /** CEL expression on a request: false never tries again. */
  precondition: cel.optional(),
});
