import { z } from "zod";
import { ownOfStack } from "../../core/schemaAt";
import { secret } from "../../core/secret";
import { objectName } from "../../kube/schemas";
import { fromArgoCd } from "./fromArgoCd";
import { labelKey, labelValue } from "../labels/label";
import { namespacesSpec } from "./namespaces";

/** Argo CD's own name for the cluster that it runs in. */
export const IN_CLUSTER = "in-cluster";

/** Output by which a stack with an Argo CD of its own exports the kubeconfig of its cluster. */
export const EXPORTED_KUBECONFIG = "kubeconfig";

/** Where a kubeconfig comes from: another Pulumi stack, such as the one that made the cluster, or the pod that this runs in. */
export const kubeconfigSource = z
  .strictObject({
    /** The stack that exports it, as `organization/project/stack`. */
    stack: z
      .string()
      .regex(/^[^/\s]+\/[^/\s]+\/[^/\s]+$/, "must be like acme/clusters/prod: organization/project/stack")
      .optional(),
    /** The output that holds it. Default `kubeconfig`, which a stack with an Argo CD of its own exports as a secret. */
    output: z.string().min(1).default(EXPORTED_KUBECONFIG),
    /** `true`: the cluster of the pod that `pulumi` runs in, as its ServiceAccount, in place of `stack`. */
    inCluster: z.literal(true).optional(),
  })
  .refine(
    ({ stack, inCluster }) => (stack === undefined) !== (inCluster === undefined),
    "needs either stack or inCluster",
  );

export type KubeconfigSource = z.infer<typeof kubeconfigSource>;

/** The cluster that an environment runs on. */
export const clusterSpec = z.strictObject({
  /**
   * Name by which Argo CD knows the cluster. Default: `in-cluster`, the cluster that Argo CD itself runs in, whoever has
   * installed it. Any other name registers the cluster in the hub.
   */
  name: ownOfStack(objectName.default(IN_CLUSTER)),
  /** Contents of a kubeconfig, from encrypted configuration. */
  kubeconfig: ownOfStack(secret().optional()),
  /** The stack that exports the kubeconfig, in place of `kubeconfig`, which wins where both are given. */
  kubeconfigFrom: ownOfStack(kubeconfigSource.optional()),
  /** Context of the kubeconfig. Default: its current context. */
  context: ownOfStack(z.string().min(1).optional()),
  /**
   * The control plane of the cluster's gateways: the agentgateway controller, its CRDs and those of Gateway API. `install`: this
   * stack brings it. `existing`: it is on the cluster already, such as by the stack of another environment. Each cluster has
   * one. Default `install`.
   */
  controlPlane: z.enum(["install", "existing"]).default("install"),
  /**
   * The CRDs of Gateway API. `install`: they come with the control plane, in the version that this program was tested with.
   * `existing`: the cluster has them from somebody else, such as its platform or another gateway, and they stay as they are; the
   * agentgateway controller and its own CRDs are installed all the same. With `controlPlane: existing` they always are existing.
   * Default `install`.
   */
  gatewayApi: z.enum(["install", "existing"]).default("install"),
  /** The namespaces of the environment and, where this stack installs it, of the control plane. Default: this stack makes them. */
  namespaces: namespacesSpec.prefault({}),
  /**
   * The user that an Argo CD which the stack has not installed is to the API server of a cluster which the stack does not register,
   * as `kubectl auth whoami` names it: `system:serviceaccount:<namespace>:<name>`, or the user of a client certificate or of a
   * cloud. Default: that of the token in Argo CD's cluster Secret; in the cluster that Argo CD runs in, that of its controller.
   */
  argocdUser: ownOfStack(z.string().min(1).optional()),
  /**
   * The kubeconfig's server may be on loopback although Argo CD runs in another cluster: for clusters that are all on one
   * machine, with an Argo CD that runs there too. Default `false`.
   */
  allowLoopback: z.boolean().default(false),
  /**
   * How Argo CD reaches the cluster, and as whom, where it runs in another one: for the stack that registers the cluster, which is
   * the one that installs the control plane. Default: by the kubeconfig's server.
   */
  argocd: ownOfStack(fromArgoCd.optional()),
  /** Labels of the cluster Secret, for whoever selects clusters by them. The stack that installs the control plane makes it. */
  labels: z.record(labelKey, labelValue).default({}),
  /**
   * Which token Argo CD has on a cluster that it does not run in. Another number is another token: it is made, given to
   * Argo CD, and the old one is revoked when Argo CD works with the new. Default 1.
   */
  tokenRotation: ownOfStack(z.int().min(1).default(1)),
});

export type ClusterSpec = z.infer<typeof clusterSpec>;
