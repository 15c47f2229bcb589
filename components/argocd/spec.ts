import { z } from "zod";
import { ownOfStack } from "../../core/schemaAt";
import { secret } from "../../core/secret";
import { kubeconfigSource } from "../cluster/spec";
import { objectName } from "../../kube/schemas";
import { credentialTemplate } from "../repository/credentials/spec";
import { podsSpec } from "../pods/spec";
import { anyPatches } from "../patches";
import { versions } from "../versions";
import { accessFields } from "./access/spec";
import { ARGOCD_NAMESPACE } from "./namespace";
import { notificationsSpec } from "./notifications/spec";
import { scaleFields } from "./scale/spec";
import { ssoSpec } from "./sso/spec";
import { trustFields } from "./trust/spec";
import { webhookSpec } from "./webhook/spec";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hexadecimal");

/** Where an environment's Argo CD comes from, and what it is like. What follows `namespace` is for `install` only. */
export const argocdSpec = z.strictObject({
  /**
   * `install`: this stack installs Argo CD in its cluster. `existing`: it uses one that is there, by another stack or by somebody
   * else, and changes nothing of it. Default `install`.
   */
  mode: z.enum(["install", "existing"]).default("install"),
  /**
   * Kubeconfig of the cluster that the Argo CD runs in, from encrypted configuration. Only for `existing`. Default: that of the
   * environment's own cluster, where `cluster.name` is left out.
   */
  kubeconfig: ownOfStack(secret().optional()),
  /** The stack that exports that kubeconfig, in place of `kubeconfig`, which wins where both are given. */
  kubeconfigFrom: kubeconfigSource.optional(),
  /** Context of that kubeconfig. Default: its current context. */
  context: z.string().min(1).optional(),
  /**
   * Namespace in which that Argo CD runs, such as `openshift-gitops`. Only for `existing`: this program installs one in
   * `argocd` alone, under whose name the manifests of its release bind its rights. Default `argocd`.
   */
  namespace: objectName.default(ARGOCD_NAMESPACE),
  /**
   * Namespace of the environment's Applications, where it is not that of Argo CD, such as `team-a`. Only for `existing`: the owner of
   * that Argo CD allows it by `application.namespaces`. AppProjects, repositories and the cluster Secret stay in Argo CD's own. Default:
   * that of Argo CD.
   */
  applicationNamespace: objectName.optional(),

  /** Release of Argo CD. Default: the one that this version was tested with. */
  version: z
    .string()
    .regex(/^3\.\d+\.\d+$/, "must be a release of Argo CD 3, such as 3.6.1")
    .default(versions.argocd),
  /** SHA-256 of the files of a release that is not known here, by their paths in its `manifests` directory. */
  sha256: z.record(z.string(), sha256).default({}),
  /**
   * Where the release's `manifests` directory is read from: a local directory or a URL.
   * Default: the release on GitHub. The content is checked against the checksums.
   */
  manifests: z.string().min(1).optional(),
  /** `true`: three Redis and two of what answers requests; takes three nodes. Default `false`: one of everything. */
  highAvailability: z.boolean().default(false),
  /** `true`: ApplicationSets and their controller, which generate Applications. Ours need none. Default `false`. */
  applicationSets: z.boolean().default(false),
  /** Pod Security standard that the namespace enforces. Default `restricted`, which every container of Argo CD meets. */
  podSecurity: z.enum(["restricted", "baseline", "privileged"]).default("restricted"),

  /** Address at which users reach Argo CD, such as `https://argocd.example.com`. Single sign-on needs it. */
  url: ownOfStack(
    z.url({ protocol: /^https?$/, error: "must be a URL, such as https://argocd.example.com" }).optional(),
  ),
  /** Single sign-on. */
  sso: ssoSpec.optional(),
  ...accessFields,

  /** Webhooks by which Git hosts tell of a push, so that Argo CD looks at once. Default: none, and none is checked. */
  webhook: webhookSpec.optional(),
  /** Messages about Applications with which something is wrong. Default: none, and their controller is not installed. */
  notifications: notificationsSpec.optional(),
  /** Seconds between two looks at Git where no webhook tells of a commit. Default 120. */
  reconciliationSeconds: z.int().min(5).max(86400).default(120),
  /** Seconds by which those looks are spread at most, so that not all happen at once. Default 60. */
  reconciliationJitterSeconds: z.int().min(0).max(86400).default(60),
  ...scaleFields,
  /** How the pods of all its parts are placed, and what they need of their platform. Default: the stack's `pods`. */
  pods: podsSpec.default({}),
  /**
   * What no other field can say: fields that are merged into an object of the release, by its kind and name, such as
   * `ServiceAccount/argocd-application-controller`. Default: none.
   */
  patches: anyPatches.default({}),
  /** What the components log. */
  logging: z
    .strictObject({
      /** Default: `info`. */
      level: z.enum(["debug", "info", "warn", "error"]).default("info"),
      /** Default: `json`. */
      format: z.enum(["json", "text"]).default("json"),
    })
    .prefault({}),
  ...trustFields,
  /**
   * Credentials for repositories and registries beside this one, such as a mirror of the charts, by any name. An Argo CD that is
   * there (`existing`) gets those that fit the environment's own sources, for these alone.
   */
  credentials: z.record(objectName, credentialTemplate).default({}),
});

export type ArgoCdSpec = z.output<typeof argocdSpec>;
