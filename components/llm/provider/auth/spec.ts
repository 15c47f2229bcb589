import { z } from "zod";
import { secret } from "../../../../core/secret";
import { objectName } from "../../../../kube/schemas";

/** Where the credentials of a provider are kept in the cluster. */
export const secretFields = {
  /** Name of the Secret that Pulumi makes of the credentials. Default: `<name>-secret`. */
  secretName: objectName.optional(),
  /** Name of a Secret that someone else makes, such as External Secrets. Then no credential is needed here. */
  existingSecret: objectName.optional(),
};

const withKey = {
  /** API key, from encrypted configuration. Required wherever the provider is deployed, with `auth: apiKey`. */
  apiKey: secret().optional(),
};

export const apiKeyFields = {
  ...withKey,
  /**
   * How requests are authenticated. `none`: not at all, for a model server of your own. `passthrough`: with the client's own
   * `Authorization`, which otherwise never reaches the provider. Default: `apiKey`.
   */
  auth: z.enum(["apiKey", "none", "passthrough"]).default("apiKey"),
};

export const gcpFields = {
  ...withKey,
  /** Google credentials as JSON (service account or other ADC form), from encrypted configuration. */
  credentialsJson: secret().optional(),
  /**
   * How requests are authenticated: with an API key, with the proxy's own identity (`ambient`, such as Workload
   * Identity), with access tokens of Google credentials, or with the client's own token (`passthrough`). Default: `apiKey`.
   */
  auth: z.enum(["apiKey", "ambient", "credentials", "passthrough"]).default("apiKey"),
};

export const azureFields = {
  ...withKey,
  /** Client ID of the service principal, from encrypted configuration. */
  clientID: secret().optional(),
  /** ID of its tenant, from encrypted configuration. */
  tenantID: secret().optional(),
  /** Its secret, from encrypted configuration. */
  clientSecret: secret().optional(),
  /**
   * How requests are authenticated: with an API key, with the proxy's own identity (`ambient`, such as a managed
   * identity), as a service principal, or with the client's own token (`passthrough`). Default: `apiKey`.
   */
  auth: z.enum(["apiKey", "ambient", "servicePrincipal", "passthrough"]).default("apiKey"),
};

export const awsFields = {
  /** AWS access key id, from encrypted configuration. */
  accessKey: secret().optional(),
  /** AWS secret access key, from encrypted configuration. */
  secretKey: secret().optional(),
  /** AWS session token, from encrypted configuration. Only for temporary credentials. */
  sessionToken: secret().optional(),
  /** Role to assume with the proxy's own identity. Needed for `auth: assumeRole`. */
  roleArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:iam::[0-9]{12}:role\/.+$/, "must be the ARN of a role")
    .optional(),
  /** Name of the role's sessions, as AWS logs and bills them. Default: AWS makes one up. */
  sessionName: z
    .string()
    .regex(/^[\w+=,.@-]{2,64}$/, "must be 2 to 64 letters, digits or +=,.@-")
    .optional(),
  /**
   * How requests are authenticated: with access keys, with the proxy's own identity (`ambient`, such as IRSA), or with
   * a role that this identity may assume. Default: `keys`.
   */
  auth: z.enum(["keys", "ambient", "assumeRole"]).default("keys"),
};

/**
 * Rules between the fields of an entry that say how requests are authenticated. Fields of a form that is not chosen are
 * left unused: a stack can choose another one by `auth` alone, but it can't take fields of `platform.ts` away.
 */
export function checkAuth(
  spec: { auth: string; secretName?: string; existingSecret?: string; roleArn?: string },
  context: z.core.$RefinementCtx,
): void {
  const error = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
  if (spec.existingSecret !== undefined && spec.secretName !== undefined) {
    error("existingSecret", "must not stand beside secretName, which is for a Secret that Pulumi makes");
  }
  if (spec.auth === "assumeRole" && spec.roleArn === undefined) error("roleArn", "is missing");
}
