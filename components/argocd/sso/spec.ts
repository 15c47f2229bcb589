import { z } from "zod";
import { declaredSecret, secret } from "../../../core/secret";
import { unionByKey } from "../../unionByKey";
import { objectName } from "../../../kube/schemas";

const issuer = z.url({ protocol: /^https$/, error: "must be an https URL, such as https://login.example.com" });

const oidc = z.strictObject({
  /** What the login button says. */
  name: z.string().min(1),
  /** URL of the identity provider, below which it describes itself (`/.well-known/openid-configuration`). */
  issuer,
  /** Argo CD's client ID there. */
  clientID: z.string().min(1),
  /** Argo CD's client secret there, from encrypted configuration. */
  clientSecret: secret().optional(),
  /** Client ID of the `argocd` command line, where the provider wants another (public) client for it. */
  cliClientID: z.string().min(1).optional(),
  /** `true`: log in with PKCE, which can do without a client secret. Default `false`. */
  pkce: z.boolean().default(false),
  /** Scopes that are asked for. Default: Argo CD's own, `openid`, `profile`, `email` and `groups`. */
  scopes: z.array(z.string().min(1)).min(1).optional(),
  /** Claims of the ID token that are asked for, such as `{ groups: { essential: true } }`. */
  claims: z
    .record(
      z.string().min(1),
      z.strictObject({
        /** Whether users without the claim are turned away by the provider. */
        essential: z.boolean(),
      }),
    )
    .optional(),
  /** CA certificate of the provider, in PEM. Default: what the image trusts. */
  rootCA: z.string().startsWith("-----BEGIN CERTIFICATE-----", "must be a certificate in PEM").optional(),
});

const connector = z.strictObject({
  /** Kind of Dex connector, such as `github`, `gitlab`, `microsoft`, `saml` or `ldap`. */
  type: z.string().min(1),
  /** What the login button says. Default: its name here. */
  name: z.string().min(1).optional(),
  /** The connector's settings as Dex documents them, but for those that are secret. */
  config: z.record(z.string(), z.unknown()).default({}),
  /** Its settings that are secret, by their names, such as `clientSecret`; from encrypted configuration. */
  secrets: z
    .record(z.string().regex(/^[A-Za-z][A-Za-z0-9]*$/, "is no setting of a connector"), declaredSecret())
    .default({}),
});

const existingSecret = objectName.optional();

/** Who users are: an identity provider that speaks OpenID Connect, or Dex between Argo CD and one that does not. */
export const ssoSpec = unionByKey({
  oidc: z.strictObject({
    /** A provider that speaks OpenID Connect. */
    oidc,
    /**
     * Name of a Secret in Argo CD's namespace that someone else makes, such as External Secrets, labelled
     * `app.kubernetes.io/part-of: argocd`, with the key `oidc.clientSecret`. Then no value is needed here. Default: one that Pulumi
     * makes.
     */
    existingSecret,
  }),
  dex: z.strictObject({
    /** Dex, between Argo CD and providers that speak something else. */
    dex: z.strictObject({
      /** Connectors, by their IDs. */
      connectors: z
        .record(objectName, connector)
        .refine((connectors) => Object.keys(connectors).length > 0, "must have at least one connector"),
    }),
    /**
     * Name of a Secret in Argo CD's namespace that someone else makes, such as External Secrets, labelled
     * `app.kubernetes.io/part-of: argocd`, with a key `dex.<connector>.<setting>` for each of a connector's `secrets`. Then no value is
     * needed here. Default: one that Pulumi makes.
     */
    existingSecret,
  }),
});

export type SsoSpec = z.output<typeof ssoSpec>;
