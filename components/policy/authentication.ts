import { z } from "zod";
import { secret } from "../../core/secret";
import { cel, exactlyOne, headerName } from "../fields";
import { jwks } from "../jwks";
import { objectName } from "../../kube/schemas";

const location = z
  .strictObject({
    /** A header. */
    header: z
      .strictObject({
        /** Name of the header. */
        name: headerName,
        /** What stands before the credentials, such as `Bearer `. Default: nothing. */
        prefix: z.string().min(1).max(256).optional(),
      })
      .optional(),
    /** A query parameter. */
    queryParameter: z
      .strictObject({
        /** Name of the query parameter. */
        name: z.string().min(1).max(256),
      })
      .optional(),
    /** A cookie. */
    cookie: z
      .strictObject({
        /** Name of the cookie. */
        name: z.string().min(1).max(256),
      })
      .optional(),
    /** CEL expression that yields the credentials. */
    expression: cel.optional(),
  })
  .refine(...exactlyOne("header", "queryParameter", "cookie", "expression"));

const credentials = {
  /**
   * `Strict` refuses requests without valid credentials; `Optional` lets those without any pass, but not those with wrong
   * ones; `Permissive` lets all pass. Default `Strict`.
   */
  mode: z.enum(["Strict", "Optional", "Permissive"]).default("Strict"),
  /** Where a request carries its credentials. Default: the header `Authorization`, after `Bearer`. */
  location: location.optional(),
};

/** Requires a JSON Web Token of a known issuer, with `iss`, and `aud` where audiences are named. */
export const jwt = z.strictObject({
  ...credentials,
  /** Issuers by a name of your choice, which only serves to override them. */
  providers: z
    .record(
      objectName,
      z.strictObject({
        /** Issuer, as the tokens' `iss` has it. */
        issuer: z.string().min(1).max(256),
        /** Audiences, one of which a token must have. Default: any. */
        audiences: z.array(z.string().min(1)).min(1).max(64).optional(),
        /** The keys that sign its tokens. */
        jwks,
      }),
    )
    .refine((all) => Object.keys(all).length > 0 && Object.keys(all).length <= 64, "needs 1 to 64 providers"),
});

/** Requires one of a set of API keys. */
export const apiKeys = z.strictObject({
  ...credentials,
  /**
   * Name of a Secret that someone else makes, such as External Secrets, in place of `keys`: under the name of each holder a key, or
   * `{"keyHash":"sha256:<hex>","metadata":{…}}`. Then `keys` are not read. Default: one that Pulumi makes of `keys`.
   */
  existingSecret: objectName.optional(),
  /** The keys by the name of who holds them. A stack that has none lets nobody in. */
  keys: z
    .record(
      z
        .string()
        .regex(/^[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?$/, "must be letters, digits, dashes and underscores"),
      z.strictObject({
        /** The key, from encrypted configuration. Required wherever the policy is deployed. Only its hash is stored. */
        key: secret().optional(),
        /** What other policies may ask of the holder, in CEL as `apiKey.<name>`. Not in Git, yet no place for secrets. */
        metadata: z
          .record(z.string().min(1), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
          .optional(),
      }),
    )
    .default({}),
});

/** Requires a user name and a password. */
export const basicAuth = z.strictObject({
  /** `Strict` or `Optional`, as with API keys. Default `Strict`. */
  mode: z.enum(["Strict", "Optional"]).default("Strict"),
  /** Where a request carries its credentials. Default: the header `Authorization`, after `Basic`. */
  location: location.optional(),
  /** What a browser says it asks the password for. Default: the proxy's own. */
  realm: z.string().min(1).optional(),
  /**
   * Name of a Secret that someone else makes, such as External Secrets, with those lines under `.htaccess`. Then no `htaccess` is needed
   * here. Default: one that Pulumi makes of `htaccess`.
   */
  existingSecret: objectName.optional(),
  /** Lines `user:hash` as `htpasswd` makes them, from encrypted configuration. Required wherever it is deployed. */
  htaccess: secret().optional(),
});
