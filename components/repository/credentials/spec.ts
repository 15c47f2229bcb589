import { z } from "zod";
import { secret } from "../../../core/secret";
import { address } from "../address";

const githubApp = z.strictObject({
  /** The app's ID. */
  id: z.int().min(1),
  /** ID of its installation. Default: Argo CD finds the one of the repository's owner. */
  installationId: z.int().min(1).optional(),
  /** The app's private key in PEM, from encrypted configuration. */
  privateKey: secret().optional(),
  /** API of a GitHub Enterprise server, such as `https://github.example.com/api/v3`. */
  enterpriseUrl: z.url({ protocol: /^https$/, error: "must be an https URL" }).optional(),
});

/** By what Argo CD is let in: nothing (public), a password or token, an SSH key, or a GitHub App. */
export const credentialFields = {
  /** User name, over HTTP(S). Default: one that every host takes for a token. */
  username: z.string().min(1).optional(),
  /** Password or token, over HTTP(S), from encrypted configuration. */
  password: secret().optional(),
  /** Private key without a passphrase, over SSH, from encrypted configuration. */
  sshPrivateKey: secret().optional(),
  /** A GitHub App, over HTTPS. `false`: none, whatever platform.ts says. */
  githubApp: z.union([githubApp, z.literal(false)]).optional(),
};

/** Credentials for every repository, or registry, whose address begins as this one does. The longest that fits counts. */
export const credentialTemplate = z.strictObject({
  /** How the addresses begin. End it with `/`, or `https://github.com/acme` fits `https://github.com/acme-evil` too. */
  url: address(
    ["http", "https", "ssh", "oci"],
    "https://github.com/acme/, git@github.com:acme/ or oci://ghcr.io/acme/",
  ),
  /** `git`; `helm`: a repository or registry of charts; `oci`: a registry of manifests. Default: `helm` for `oci://…`, else `git`. */
  type: z.enum(["git", "helm", "oci"]).optional(),
  ...credentialFields,
});

export type Credentials = z.output<z.ZodObject<typeof credentialFields>>;
export type CredentialTemplate = z.output<typeof credentialTemplate>;
