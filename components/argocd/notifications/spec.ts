import { z } from "zod";
import { declaredSecret, secret } from "../../../core/secret";

/** The Secret whose keys the settings name: `$<key>`. */
export const NOTIFICATIONS_SECRET = "argocd-notifications-secret";

/**
 * Where Argo CD sends a message when a sync of an Application fails, when it can't compare one for five minutes, and when one
 * becomes Degraded. All Applications of this Argo CD count, those of other stacks too.
 */
export const notificationsSpec = z
  .strictObject({
    /** An address that gets each message by POST, as JSON: `text` for people, and what it is about for programs. */
    webhook: z
      .strictObject({
        /** The URL, from encrypted configuration: that of many receivers, such as Slack's, is a credential. */
        url: secret().optional(),
        /**
         * Sent as `Authorization: Bearer <token>`, from encrypted configuration; `true` with `existingSecret`. Default: no such
         * header.
         */
        token: declaredSecret().optional(),
      })
      .optional(),
    /** A channel of Slack, by a Slack app of yours. */
    slack: z
      .strictObject({
        /** Name or ID of the channel, which the app's bot has been added to. */
        channel: z.string().regex(/^#?[^\s#:,]{1,80}$/u, "must be the name or ID of a channel, such as alerts"),
        /** Token of the app's bot (`xoxb-…`, with the right `chat:write`), from encrypted configuration. */
        token: secret().optional(),
      })
      .optional(),
    /**
     * `argocd-notifications-secret`, the one Secret that Argo CD reads for this, where someone else makes it, such as External Secrets: with the
     * keys `webhook-url`, `webhook-token` and `slack-token`, as far as they are needed. Then no value is needed here. Default:
     * Pulumi makes it.
     */
    existingSecret: z
      .literal(NOTIFICATIONS_SECRET, { error: `must be ${NOTIFICATIONS_SECRET}: Argo CD reads no other` })
      .optional(),
  })
  .refine(({ webhook, slack }) => webhook ?? slack, "needs webhook, slack or both");

export type NotificationsSpec = z.output<typeof notificationsSpec>;
