import { z } from "zod";
import { objectName } from "../../kube/schemas";
import { gitAddress } from "./address";
import { credentialFields } from "./credentials/spec";

/** The Git repository that Argo CD reads: this one, as Argo CD reaches it. */
export const repositorySpec = z.strictObject({
  /** Address over HTTP(S) or SSH. */
  url: gitAddress,
  /** Branch that Argo CD follows. Default: `dev`, for every environment. */
  branch: z.string().min(1).default("dev"),
  ...credentialFields,
  /**
   * Name of the repository's Secret in Argo CD's namespace, where someone else makes it, such as External Secrets: labelled
   * `argocd.argoproj.io/secret-type: repository`, with `type: git`, the `url` from here, and the credentials under Argo CD's own keys. In place
   * of the other credentials. Default: one that Pulumi makes.
   */
  existingSecret: objectName.optional(),
});

/** Where the published parts come from. Change these for a mirror. */
export const sourcesSpec = z.strictObject({
  /** Helm repository of the agentgateway charts: `oci://…` or `https://…`. */
  charts: z
    .string()
    .regex(/^(oci|https?):\/\/[^/]+/, "must start with oci:// or https://")
    .default("oci://cr.agentgateway.dev/charts"),
  /** Git repository of Gateway API. */
  gatewayApi: z
    .string()
    .regex(/^https?:\/\//, "must be an http(s) URL")
    .default("https://github.com/kubernetes-sigs/gateway-api.git"),
});

export type RepositorySpec = z.infer<typeof repositorySpec>;
export type SourcesSpec = z.infer<typeof sourcesSpec>;
