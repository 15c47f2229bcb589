import { z } from "zod";
import { distinct, exactlyOne, failureMode } from "../../fields";
import { objectName } from "../../../kube/schemas";
import { serviceRef } from "../../service";

const regex = z
  .strictObject({
    /** Ready-made patterns. */
    builtins: z.array(z.enum(["CreditCard", "Email", "PhoneNumber", "Ssn", "CaSin"])).default([]),
    /** Your own regular expressions. */
    patterns: z.array(z.string().min(1).max(1024)).default([]),
    /** What happens to text that fits: it is masked, or the request is refused. Only `Reject` works on streamed answers. Default: `Mask`. */
    action: z.enum(["Mask", "Reject"]).default("Mask"),
  })
  .refine(({ builtins, patterns }) => builtins.length + patterns.length > 0, "needs builtins or patterns");

const webhook = z.strictObject({
  /** Service that judges. */
  service: serviceRef,
  /** What happens when it doesn't answer: requests fail, or pass unchecked. Default: the gateway's. */
  failureMode: failureMode.optional(),
});

const openAIModeration = z.strictObject({
  /** Moderation model. Default: OpenAI's. */
  model: z.string().min(1).optional(),
  /** Name of a Secret with the API key under `Authorization`. Default: one that Pulumi makes of `moderationKey`. */
  existingSecret: objectName.optional(),
});

/** Answer to a client whose request is refused. */
const response = z.strictObject({
  /** HTTP status. Default 403. */
  statusCode: z.int().min(200).max(599).default(403),
  /** Body of the answer. */
  message: z.string().default("The request was rejected due to inappropriate content"),
});

const commonGuard = {
  /** Looks for patterns in the text. */
  regex: regex.optional(),
  /** Asks a Service. */
  webhook: webhook.optional(),
  /** Answer where this guard refuses. Default: status 403 and a general message. */
  response: response.optional(),
};

const requestGuard = z
  .strictObject({
    ...commonGuard,
    /** Asks OpenAI's moderation. */
    openAIModeration: openAIModeration.optional(),
  })
  .refine(...exactlyOne("regex", "webhook", "openAIModeration"));

const responseGuard = z.strictObject(commonGuard).refine(...exactlyOne("regex", "webhook"));

/** Most guards that the API takes, in each direction. */
export const MOST_GUARDS = 8;

/** Checks of what clients ask and of what models answer, in order. At most 8 each. */
export const promptGuard = z
  .strictObject({
    /** Checks of what clients ask. */
    request: z.array(requestGuard).max(MOST_GUARDS).default([]),
    /** Checks of what models answer. */
    response: z.array(responseGuard).max(MOST_GUARDS).default([]),
    /**
     * What happens to streamed answers. `Enabled`: the guards of answers check them piece by piece, and one that rejects
     * ends the stream; what has been sent by then stays sent. `Unguarded`: they pass unchecked. A guard with action `Mask`
     * can't change a stream, so beside one `Unguarded` has to be said. Default: `Enabled`.
     */
    streaming: z.enum(["Enabled", "Unguarded"]).default("Enabled"),
    /**
     * Types of requests that are served although the guards don't check them. Without being named here, an entry with guards
     * doesn't serve them. Default: none.
     */
    unguarded: z
      .array(z.enum(["Embeddings", "AnthropicTokenCount", "Realtime", "Rerank", "Detect", "Passthrough"]))
      .refine(...distinct)
      .default([]),
    /** Names of other entries for the same provider that may stay without these guards. Default: none. */
    unguardedEntries: z
      .array(objectName)
      .refine(...distinct)
      .default([]),
  })
  .refine(({ request, response }) => request.length + response.length > 0, "needs request or response");

export type PromptGuardSpec = z.infer<typeof promptGuard>;
