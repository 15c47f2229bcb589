import { z } from "zod";
import { secret } from "../../config/secret";

/** Where an environment's Argo CD comes from. */
export const argocdSpec = z.strictObject({
  /** `own`: install Argo CD in this stack's cluster. `hub`: use the one that another stack installed. Default `own`. */
  mode: z.enum(["own", "hub"]).default("own"),
  /** Contents of the hub's kubeconfig, from encrypted configuration. Only for `hub`. */
  kubeconfig: secret().optional(),
  /** Context of the hub's kubeconfig. Default: its current context. */
  context: z.string().min(1).optional(),
  /**
   * Where the release's `manifests` directory is read from: a local directory or a URL.
   * Default: the release of the pinned version on GitHub. The content is checked against pinned checksums.
   */
  manifests: z.string().min(1).optional(),
  /** Seconds between two looks at Git where no webhook tells of a commit. Default 120. */
  reconciliationSeconds: z.int().min(5).max(86400).default(120),
});

export type ArgoCdSpec = z.infer<typeof argocdSpec>;
