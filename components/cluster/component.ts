import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/schema";
import { CONTROLLER_NAMESPACE } from "../application/children";
import { ARGOCD_NAMESPACE } from "../argocd/install";
import type { KubernetesObject } from "../../kube/object";
import { encoded } from "../secret";
import type { Hub } from "./access";
import { managerAccess, managerName } from "./rbac";
import { clusterSecretData, clusterSecretMeta } from "./secret";
import { IN_CLUSTER } from "./spec";
import { decodedToken, tokenSecret } from "./token";

/** How long the control plane may take to fill a token in. */
const TOKEN_TIMEOUT = "2m";

export interface TargetClusterArgs {
  /** The environment that runs on the cluster. */
  environment: Pick<Environment, "name" | "namespace" | "cluster">;
  /** Provider of the target cluster. */
  target: k8s.Provider;
  /** The Argo CD that deploys to it, where one does. */
  argocd?: Pick<Hub, "hub" | "apiServer">;
}

/**
 * The cluster of an environment: its namespaces. Where Argo CD deploys to it, also what Argo CD may do there, and, where
 * Argo CD runs elsewhere, the identity and the cluster Secret by which it does it.
 */
export class TargetCluster extends pulumi.ComponentResource {
  /** Namespace of the environment. */
  readonly namespace: pulumi.Output<string>;
  /** Name by which Argo CD knows the cluster. */
  readonly clusterName: pulumi.Output<string>;

  constructor(name: string, args: TargetClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("agentgateway-infra:index:TargetCluster", name, {}, opts);
    const { namespace, cluster } = args.environment;
    const namespaces = this.createNamespaces(name, args);
    if (args.argocd) this.admit(name, args, args.argocd, namespaces);

    const environmentNamespace = namespaces[namespace] as k8s.core.v1.Namespace;
    this.namespace = environmentNamespace.metadata.name;
    this.clusterName = pulumi.output(cluster.name);
    this.registerOutputs({ namespace: this.namespace, clusterName: this.clusterName });
  }

  /** Lets Argo CD deploy the environment. */
  private admit(
    name: string,
    args: TargetClusterArgs,
    argocd: Pick<Hub, "hub" | "apiServer">,
    namespaces: Record<string, k8s.core.v1.Namespace>,
  ): void {
    const { name: environment, cluster } = args.environment;
    const dependsOn = Object.values(namespaces);
    const remote = cluster.name !== IN_CLUSTER;
    const identity = managerName(environment);
    const subject = remote
      ? { name: identity, namespace: CONTROLLER_NAMESPACE }
      : { name: "argocd-application-controller", namespace: ARGOCD_NAMESPACE };
    const access = managerAccess({
      name: identity,
      subject,
      namespaces: Object.keys(namespaces),
    }).map((object) => this.createAccess(name, object, args.target, dependsOn));
    if (remote) this.register(name, args, argocd, identity, [...dependsOn, ...access]);
  }

  private createNamespaces(
    name: string,
    { environment, target }: TargetClusterArgs,
  ): Record<string, k8s.core.v1.Namespace> {
    const { namespace, cluster } = environment;
    const controllers = cluster.controller === "own" ? [CONTROLLER_NAMESPACE] : [];
    return Object.fromEntries(
      [...new Set([namespace, ...controllers])].map((each) => [
        each,
        new k8s.core.v1.Namespace(
          `${name}-namespace-${each}`,
          { metadata: { name: each } },
          { parent: this, provider: target },
        ),
      ]),
    );
  }

  private createAccess(
    name: string,
    object: KubernetesObject,
    provider: k8s.Provider,
    dependsOn: pulumi.Resource[],
  ): pulumi.Resource {
    const { kind, metadata } = object;
    const resource = [name, kind.toLowerCase(), metadata.namespace].filter(Boolean).join("-");
    const opts = { parent: this, provider, dependsOn };
    switch (kind) {
      case "ClusterRole":
        return new k8s.rbac.v1.ClusterRole(resource, object as never, opts);
      case "ClusterRoleBinding":
        return new k8s.rbac.v1.ClusterRoleBinding(resource, object as never, opts);
      case "Role":
        return new k8s.rbac.v1.Role(resource, object as never, opts);
      case "RoleBinding":
        return new k8s.rbac.v1.RoleBinding(resource, object as never, opts);
      default:
        throw new Error(`access of a manager has no ${kind}`);
    }
  }

  /**
   * Gives Argo CD a token of its own on the target, and registers the cluster with the hub. Another generation of the token is
   * another Secret: Pulumi makes it first, updates the cluster Secret in place, and deletes the old one at the very end,
   * when the Applications have been seen to work.
   */
  private register(
    name: string,
    { environment, target }: TargetClusterArgs,
    { apiServer, hub }: Pick<Hub, "hub" | "apiServer">,
    identity: string,
    dependsOn: pulumi.Resource[],
  ): void {
    const onTarget = { parent: this, provider: target };
    const account = new k8s.core.v1.ServiceAccount(
      `${name}-account`,
      { metadata: { name: identity, namespace: CONTROLLER_NAMESPACE } },
      { ...onTarget, dependsOn },
    );
    const token = new k8s.core.v1.Secret(`${name}-token`, tokenSecret(identity, environment.cluster.tokenGeneration), {
      ...onTarget,
      dependsOn: account,
      additionalSecretOutputs: ["data"],
      customTimeouts: { create: TOKEN_TIMEOUT },
    });
    const data = token.data.apply((values) =>
      clusterSecretData(environment.cluster.name, apiServer, decodedToken(values, environment.cluster.name)),
    );
    new k8s.core.v1.Secret(
      `${name}-cluster-secret`,
      {
        metadata: clusterSecretMeta(environment.cluster),
        data: encoded({
          name: data.apply((d) => d["name"]!),
          server: data.apply((d) => d["server"]!),
          config: data.apply((d) => d["config"]!),
        }),
      },
      { parent: this, provider: hub, dependsOn: token },
    );
  }
}
