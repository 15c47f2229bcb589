import { X509Certificate } from "node:crypto";
import { z } from "zod";

/** A host as the keys of `argocd-tls-certs-cm` name it: without a port. */
const host = z.string().regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, "must be a host name, without scheme and port");

const pem = z.string().superRefine((text, context) => {
  const certificates = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (certificates.length === 0 || !certificates.every(isCertificate)) {
    context.addIssue({ code: "custom", message: "must be certificates in PEM" });
  }
});

function isCertificate(text: string): boolean {
  try {
    return new X509Certificate(text).subject !== undefined;
  } catch {
    return false;
  }
}

/** Whom Argo CD takes for genuine, when it reads repositories. */
export const trustFields = {
  /**
   * Host keys of SSH servers, one a line, as `ssh-keyscan` prints them. Argo CD knows those of GitHub, GitLab, Bitbucket and
   * Azure DevOps.
   */
  knownHosts: z.string().default(""),
  /** CA certificates in PEM, by the host whose certificate they vouch for, such as `git.example.com`. */
  certificateAuthorities: z.record(host, pem).default({}),
};

export type TrustSpec = z.output<z.ZodObject<typeof trustFields>>;
