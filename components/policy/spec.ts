import { z } from "zod";
import { atLeastOne } from "../fields";
import { authorization, extAuth } from "./access";
import { apiSections, API_SECTIONS } from "./api";
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

/** The fields of `spec.traffic` that the members of a policy make. */
const TRAFFIC_FIELDS = {
  authorization: "authorization",
  apiKeys: "apiKeyAuthentication",
  basicAuth: "basicAuthentication",
  cors: "cors",
  extAuth: "extAuth",
  headers: "headerModifiers",
  jwt: "jwtAuthentication",
  rateLimit: "rateLimit",
  retry: "retry",
  timeouts: "timeouts",
  transformation: "transformation",
} as const satisfies Record<PolicyField, string>;

/** The field of `spec.traffic` that a member of a policy makes. */
export function fieldOf<Member extends PolicyField>(member: Member): (typeof TRAFFIC_FIELDS)[Member] {
  return TRAFFIC_FIELDS[member];
}

export const POLICY_FIELDS = Object.keys(policyFields) as PolicyField[];

/** Members that can't act before a request has its route. */
const AFTER_ROUTING = ["headers", "rateLimit", "retry", "timeouts"] as const;

/** Fields of `spec.traffic` that can. Source: the API's rule on `phase`. */
const BEFORE_ROUTING: readonly string[] = [
  ...["apiKeyAuthentication", "authorization", "basicAuthentication", "cors", "extAuth", "extProc"],
  ...["jwtAuthentication", "transformation", "phase"],
];

/** A policy of an environment: what it is for, and what it does there. */
export const policySpec = z
  .strictObject({
    /** What the policy is for: `gateway`, or an entry of the configuration such as `{ provider: "openai" }`. */
    on: policyTarget,
    /** When it acts. `PreRouting` is before the route is chosen, and only for the gateway or a listener. Default `PostRouting`. */
    phase: z.enum(["PreRouting", "PostRouting"]).optional(),
    ...policyFields,
    ...apiSections,
  })
  .refine(...atLeastOne(...POLICY_FIELDS, ...API_SECTIONS.filter((section) => section !== "strategy")))
  .superRefine((policy, context) => {
    if (policy.frontend === undefined || policy.on === "gateway") return;
    context.addIssue({ code: "custom", path: ["frontend"], message: "needs the gateway as what it is on" });
  })
  .superRefine((policy, context) => {
    if (policy.traffic?.phase !== undefined)
      context.addIssue({ code: "custom", path: ["traffic", "phase"], message: "is said by phase, beside traffic" });
    for (const member of POLICY_FIELDS) {
      const field = fieldOf(member);
      if (policy[member] === undefined || policy.traffic?.[field] === undefined) continue;
      context.addIssue({ code: "custom", path: ["traffic", field], message: `is set by ${member} too` });
    }
  })
  .superRefine((policy, context) => {
    if (policy.phase !== "PreRouting") return;
    const error = (path: string[], message: string) => context.addIssue({ code: "custom", path, message });
    if (policy.on !== "gateway" && policy.on.listener === undefined) {
      error(["phase"], "needs the gateway or a listener as what it is on: a route is not chosen yet");
    }
    for (const field of AFTER_ROUTING) {
      if (policy[field] !== undefined) error([field], "needs phase PostRouting");
    }
    for (const field of Object.keys(policy.traffic ?? {})) {
      if (!BEFORE_ROUTING.includes(field)) error(["traffic", field], "needs phase PostRouting");
    }
  });

export type PolicySpec = z.infer<typeof policySpec>;
