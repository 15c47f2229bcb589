import { z } from "zod";
import { durationOf } from "../../duration";
import { cel } from "../../fields";
import { objectName } from "../../kubernetes";
import { entryFields } from "../traffic/spec";

/** One of the providers that are chosen from. */
const target = z.strictObject({
  /** Name of an entry of `llmProviders`, whose provider and credentials are used. */
  use: objectName,
  /** Model for requests that come this way. Default: as that entry says. */
  model: z.string().min(1).max(256).optional(),
});

const eviction = z.strictObject({
  /** CEL expression that tells a failed response. Default: status 5xx or 429. */
  unhealthyCondition: cel.default("response.code >= 500 || response.code == 429"),
  /** For how long a failing provider is left out, at least `1s`. Default: `10s`. */
  duration: durationOf("1s").default("10s"),
  /** Failed responses in a row after which it is left out. Default 1. */
  consecutiveFailures: z.int32().min(0).default(1),
  /** Health in percent with which it comes back; less than 100 brings it back with less traffic. Default: the gateway's. */
  restoreHealth: z.int().min(0).max(100).optional(),
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
});

export type FailoverSpec = z.infer<typeof failoverSpec>;
