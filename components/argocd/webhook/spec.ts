import { z } from "zod";
import { declaredSecret } from "../../../core/secret";
import { objectName } from "../../../kube/schemas";

const shared = () => declaredSecret().optional();

/**
 * By what Argo CD knows a push that a Git host tells it of as genuine. What no host here announces is refused. With
 * `existingSecret`, `true` stands for each secret.
 */
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
      password: shared(),
    })
    .optional(),
  /**
   * Name of a Secret in Argo CD's namespace that someone else makes, such as External Secrets, labelled
   * `app.kubernetes.io/part-of: argocd`, with the keys that Argo CD documents for `argocd-secret`, such as `webhook.github.secret`. Default:
   * the values are here.
   */
  existingSecret: objectName.optional(),
});

export type WebhookSpec = z.output<typeof webhookSpec>;
