import { z } from "zod";
import { secret } from "../../../core/secret";

const shared = () => secret().optional();

/** By what Argo CD knows a push that a Git host tells it of as genuine. What no host here announces is refused. */
export const webhookSpec = z.strictObject({
  /** The secret of the webhook at GitHub, from encrypted configuration. */
  github: shared(),
  /** The secret token of the webhook at GitLab, from encrypted configuration. */
  gitlab: shared(),
  /** The UUID of the webhook at Bitbucket Cloud, which makes it, from encrypted configuration. */
  bitbucket: shared(),
  /** The secret of the webhook at Bitbucket Data Center, from encrypted configuration. */
  bitbucketServer: shared(),
  /** The secret of the webhook at Gogs, Gitea or Forgejo, from encrypted configuration. */
  gogs: shared(),
  /** The basic authentication of the service hook at Azure DevOps. */
  azureDevOps: z
    .strictObject({
      /** User name. Default `argocd`. */
      username: z.string().min(1).default("argocd"),
      /** Password, from encrypted configuration. */
      password: secret().optional(),
    })
    .optional(),
});

export type WebhookSpec = z.output<typeof webhookSpec>;
