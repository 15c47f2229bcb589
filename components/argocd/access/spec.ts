import { z } from "zod";
import { policyError } from "./policy";

/** A number whose change generates a new password. */
const passwordRotation = z.int().min(1).default(1);

/** A name that Argo CD's own user management takes; `admin` has its own setting. */
const accountName = z
  .string()
  .regex(/^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/, "must be lower-case letters, digits and dashes, at most 40 characters")
  .refine((name) => name !== "admin", "is the built-in user: see argocd.admin");

/** A local user. */
const account = z.strictObject({
  /** `apiKey`: tokens may be made for it (`argocd account generate-token`). `login`: it gets a password. Default `apiKey`. */
  capabilities: z
    .array(z.enum(["apiKey", "login"]))
    .min(1)
    .default(["apiKey"]),
  /** `false` shuts it out and keeps its tokens. Default `true`. */
  enabled: z.boolean().default(true),
  /** Another number makes a new password, and ends the sessions that the old one began. Default 1. */
  passwordRotation,
});

/** A group of the identity provider, or a user. In a policy a comma would begin the next field. */
const subject = z
  .string()
  .regex(/^[^\s,"#](?:[^,"\n]*[^\s,"])?$/, "must be the name of a group or user, without commas");

/** Who may do what in Argo CD. Rights on the clusters are another matter: those are the controller's. */
export const accessFields = {
  /** The built-in user, who may do everything. */
  admin: z
    .strictObject({
      /** `false`: nobody can log in as `admin`, and no password is made. Default `true`. */
      enabled: z.boolean().default(true),
      /** Another number makes a new password, and ends the sessions that the old one began. Default 1. */
      passwordRotation,
    })
    .prefault({}),
  /** Local users, by name. They may do what `rbac` says, which is nothing by default. */
  accounts: z.record(accountName, account).default({}),
  /** What users may do. */
  rbac: z
    .strictObject({
      /** What everybody may do who is logged in: `none`, or look at everything (`readonly`). Default `none`. */
      default: z.enum(["none", "readonly"]).default("none"),
      /** Groups and users that may do everything. */
      admins: z.array(subject).default([]),
      /** Groups and users that may look at everything. */
      readers: z.array(subject).default([]),
      /** Further rules, one a line: `p, <subject>, <resource>, <action>, <object>, allow|deny` or `g, <subject>, <role>`. */
      policy: z
        .string()
        .superRefine((text, context) => {
          text.split("\n").forEach((line, index) => {
            const error = policyError(line);
            if (error) context.addIssue({ code: "custom", message: `line ${index + 1} ${error}` });
          });
        })
        .optional(),
      /** Claims of the identity provider's tokens that name groups. Default `groups`. */
      scopes: z.array(z.string().min(1)).min(1).default(["groups"]),
    })
    .prefault({}),
};

export type AccessSpec = z.output<z.ZodObject<typeof accessFields>>;
