import { z } from "zod";
import { atLeastOne } from "../fields";
import { authorization, extAuth } from "./access";
import { apiKeys, basicAuth, jwt } from "./authentication";
import { cors, headers, transformation } from "./headers";
import { rateLimit, retry, timeouts } from "./limits";
import { policyTarget } from "./target";

/** What a policy can do to the requests of its target. */
export const policyFields = {
  /** Decides by a CEL expression. What several policies on a request say adds up. */
  authorization: authorization.optional(),
  /** Requires one of a set of API keys. */
  apiKeys: apiKeys.optional(),
  /** Requires a user name and a password. */
  basicAuth: basicAuth.optional(),
  /** Which other sites a browser lets call the gateway. */
  cors: cors.optional(),
  /** Asks your own service whether a request may pass. */
  extAuth: extAuth.optional(),
  /** Changes headers to fixed values. */
  headers: headers.optional(),
  /** Requires a JSON Web Token of a known issuer, with `iss`, and `aud` where audiences are named. */
  jwt: jwt.optional(),
  /** How much is let through. */
  rateLimit: rateLimit.optional(),
  /** When a request is tried again. */
  retry: retry.optional(),
  /** How long an answer may keep a client waiting. */
  timeouts: timeouts.optional(),
  /** Changes requests and responses by CEL expressions. A text is one too: `'"text"'`. */
  transformation: transformation.optional(),
};

export type PolicyField = keyof typeof policyFields;

export const POLICY_FIELDS = Object.keys(policyFields) as PolicyField[];

/** Members that can't act before a request has its route. */
const AFTER_ROUTING = ["headers", "rateLimit", "retry", "timeouts"] as const;

/** A policy of an environment: what it is for, and what it does there. */
export const policySpec = z
  .strictObject({
    /** What the policy is for: `gateway`, or an entry of the configuration such as `{ provider: "openai" }`. */
    on: policyTarget,
    /** When it acts. `PreRouting` is before the route is chosen, and only for the gateway or a listener. Default `PostRouting`. */
    phase: z.enum(["PreRouting", "PostRouting"]).optional(),
    ...policyFields,
  })
  .refine(...atLeastOne(...POLICY_FIELDS))
  .superRefine((policy, context) => {
    if (policy.phase !== "PreRouting") return;
    const error = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
    if (policy.on !== "gateway" && policy.on.listener === undefined) {
      error("phase", "needs the gateway or a listener as what it is on: a route is not chosen yet");
    }
    for (const field of AFTER_ROUTING) {
      if (policy[field] !== undefined) error(field, "needs phase PostRouting");
    }
  });

export type PolicySpec = z.infer<typeof policySpec>;
