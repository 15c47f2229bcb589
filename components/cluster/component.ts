import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { invalidArguments, type ValidationError } from "../../core/errors";
import type { ApiServer } from "../../kube/kubeconfig";
import { kindErrors } from "../allowedKinds/refused";
import { allowedKindsSpec, type AllowedKindsSpec } from "../allowedKinds/spec";
import { CONTROLLER_NAMESPACE } from "../controller/namespace";
import type { ChartRights } from "../controller/contents/rights";
import { ARGOCD_NAMESPACE } from "../argocd/namespace";
import { markOf } from "../argocd/tracking";
import type { KubernetesObject } from "../../kube/object";
import { objectName, ownNamespace } from "../../kube/schemas";
import { Desired } from "../inputs/desired";
import { encoded } from "../secret";
import { registersCluster, uselessGatewayApi } from "./controlPlane";
import { identitySubject, type CloudIdentity } from "./identity";
import { identityGuard } from "./identityGuard";
import { environmentNamespaces, namespaceMetadata, namespacesSpec, ownedNamespaces } from "./namespaces";
import { managerAccess, managerName } from "./rbac";
import { clusterSecretData, clusterSecretMeta } from "./secret";
import { clusterSpec, IN_CLUSTER } from "./spec";
import { serviceAccount, subjectOf, type Subject } from "./subject";
import { decodedToken, tokenSecret } from "./token";

/** How long the control plane may take to fill a token in. */
const TOKEN_TIMEOUT = "2m";

/** The Argo CD that deploys to a cluster. */
export interface ArgoCdAccess {
  /** Namespace of Argo CD. Default: `argocd`. */
  namespace?: string;
  /** Namespace of the Applications. Default: that of Argo CD. */
  applicationNamespace?: string;
  /** Provider of the cluster that Argo CD runs in. Default: that of the component, where it is the same cluster. */
  provider?: k8s.Provider;
  /** API server of the target cluster, as Argo CD reaches it. Needed to register a cluster that Argo CD does not run in. */
  apiServer?: pulumi.Input<ApiServer>;
  /** The identity that its cloud gives to Argo CD. Default: a ServiceAccount of the target cluster, by its token. */
  identity?: CloudIdentity;
  /** Called with the token before Argo CD is given it. @internal */
  tryToken?: (server: ApiServer, token: string) => Promise<void>;
  /**
   * The user that Argo CD is to a cluster which the component does not register, such as
   * `system:serviceaccount:kube-system:argocd-manager`. Needed where Argo CD does not run in it and its control plane exists
   * already. Default, in the cluster that Argo CD runs in: its ServiceAccount `argocd-application-controller`.
   */
  user?: string;
}

/** A cluster, and the environment that is deployed to it. */
export interface TargetClusterArgs {
  /** Name of the environment. The identity that Argo CD has on the cluster is named after it. */
  environment: string;
  /** Namespace of the environment. It can't be `default` or one of `kube-…`. */
  namespace: string;
  /** Who makes the namespaces, and the metadata of those that the component makes. Default: the component makes them. */
  namespaces?: z.input<typeof namespacesSpec>;
  /** Name by which Argo CD knows the cluster. Default: `in-cluster`, the one in which it runs. */
  clusterName?: string;
  /**
   * `install`: the environment brings the agentgateway controller, so that the component makes the controller's namespace, and an
   * identity of Argo CD's in it. `existing`: both are there already. Default `install`.
   */
  controlPlane?: "install" | "existing";
  /**
   * `existing`: somebody else brings Gateway API, so that Argo CD gets no right to write its CRDs and its admission policy. Default
   * `install`; with `controlPlane: "existing"` it always is existing.
   */
  gatewayApi?: "install" | "existing";
  /**
   * The Application that deploys the controller, and so its ServiceAccount. Where it is named, the API server refuses other
   * workloads that would run as that account, or as Argo CD's own on the cluster. Default: nobody is refused.
   */
  controllerApplication?: string;
  /** What the charts of the control plane bring. @internal */
  chart?: ChartRights;
  /** Labels of the cluster Secret. Default: none. */
  labels?: Record<string, pulumi.Input<string>>;
  /** Which token Argo CD has on the cluster. Another number is another token. Default 1. */
  tokenRotation?: number;
  /**
   * Kinds that Argo CD may deploy to the environment beside those that every environment has, by kind and group, such as
   * `ExternalSecret.external-secrets.io`. Default: none.
   */
  allowedKinds?: AllowedKindsSpec;
  /** The Argo CD that deploys to the cluster. Default: none does. */
  argocd?: ArgoCdAccess;
}

const targetSpec = z.strictObject({
  environment: z.string().min(1),
  namespace: ownNamespace,
  namespaces: clusterSpec.shape.namespaces,
  clusterName: clusterSpec.shape.name,
  controlPlane: clusterSpec.shape.controlPlane,
  gatewayApi: clusterSpec.shape.gatewayApi,
  controllerApplication: objectName.optional(),
  labels: clusterSpec.shape.labels,
  tokenRotation: clusterSpec.shape.tokenRotation,
  allowedKinds: allowedKindsSpec.default({}),
});

type TargetSpec = z.output<typeof targetSpec>;

function argocdSubject(spec: TargetSpec, { namespace = ARGOCD_NAMESPACE, user, identity }: ArgoCdAccess): Subject {
  if (registersCluster(placeOf(spec)))
    return identity ? identitySubject(identity) : serviceAccount(CONTROLLER_NAMESPACE, managerName(spec.environment));
  if (user !== undefined) return subjectOf(user);
  return serviceAccount(namespace, "argocd-application-controller");
}

/** What Argo CD's access lacks, if anything. */
function missingAccess(spec: TargetSpec, { apiServer, user }: ArgoCdAccess): ValidationError | undefined {
  const problem = "is missing";
  if (spec.clusterName === IN_CLUSTER) return undefined;
  if (!registersCluster(placeOf(spec)))
    return user === undefined
      ? { path: "argocd.user", problem, remedy: "Give the user that Argo CD is to the cluster." }
      : undefined;
  return apiServer === undefined
    ? { path: "argocd.apiServer", problem, remedy: "Give the server as Argo CD reaches it." }
    : undefined;
}

function placeOf({ namespace, namespaces, clusterName, controlPlane }: TargetSpec) {
  return { namespace, cluster: { name: clusterName, controlPlane, namespaces } };
}

/**
 * The cluster of an environment: its namespaces. Where Argo CD deploys to it, also the rights of Argo CD there. Where Argo CD
 * runs elsewhere and the environment installs the control plane, also the identity and the cluster Secret by which Argo CD
 * connects. Its provider is that of the cluster.
 *
 * @throws UserError with all that is wrong with the arguments
 */
export class TargetCluster extends pulumi.ComponentResource {
  /** Namespace of the environment. */
  readonly namespace: pulumi.Output<string>;
  /** Name by which Argo CD knows the cluster. */
  readonly clusterName: pulumi.Output<string>;

  constructor(name: string, { argocd, chart, ...args }: TargetClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    const owner = { component: "TargetCluster", name };
    const desired = Desired.of(owner, targetSpec, args, [
      "environment",
      "namespace",
      "namespaces",
      "clusterName",
      "controllerApplication",
      "tokenRotation",
      "allowedKinds",
    ]);
    const { namespace, clusterName, allowedKinds } = desired.structure;
    const missing = argocd && missingAccess(desired.structure, argocd);
    const useless = uselessGatewayApi(desired.structure, args.gatewayApi);
    const errors = [...(missing ? [missing] : []), ...useless, ...kindErrors(allowedKinds)];
    if (errors.length > 0) throw invalidArguments(owner.component, name, errors);
    super("agentgateway-infra:index:TargetCluster", name, {}, opts);
    const namespaces = this.createNamespaces(name, desired.structure);
    if (argocd) this.admit(name, desired, { ...argocd, chart }, namespaces);
    this.guardIdentities(name, desired.structure, argocd);

    this.namespace = namespaces[namespace]?.metadata.name ?? pulumi.output(namespace);
    this.clusterName = pulumi.output(clusterName);
    this.registerOutputs({ namespace: this.namespace, clusterName: this.clusterName });
  }

  private guardIdentities(
    name: string,
    { environment, controllerApplication: application }: TargetSpec,
    { namespace = ARGOCD_NAMESPACE, applicationNamespace }: ArgoCdAccess = {},
  ): void {
    if (application === undefined) return;
    const mark = markOf({ name: application, namespace: applicationNamespace }, namespace);
    const accounts = [application, managerName(environment)];
    const { ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } = k8s.admissionregistration.v1;
    const [policy, binding] = identityGuard(
      `agentgateway-infra-identities-${environment}`,
      { name: application, mark },
      accounts,
    );
    new ValidatingAdmissionPolicy(`${name}-identities`, policy as never, { parent: this });
    new ValidatingAdmissionPolicyBinding(`${name}-identities`, binding as never, { parent: this });
  }

  /** Lets Argo CD deploy the environment. */
  private admit(
    name: string,
    desired: Desired<TargetSpec>,
    argocd: ArgoCdAccess & Pick<TargetClusterArgs, "chart">,
    namespaces: Record<string, k8s.core.v1.Namespace>,
  ): void {
    const { environment, namespace, controlPlane, gatewayApi, allowedKinds } = desired.structure;
    const dependsOn = Object.values(namespaces);
    const identity = managerName(environment);
    const access = managerAccess({
      name: identity,
      subject: argocdSubject(desired.structure, argocd),
      namespaces: environmentNamespaces(placeOf(desired.structure)),
      ownNamespaces: Object.keys(namespaces),
      controlPlane,
      gatewayApi,
      allowed: { kinds: allowedKinds, namespace },
      chart: argocd.chart,
    }).map((object) => this.createAccess(name, object, dependsOn));
    if (registersCluster(placeOf(desired.structure)))
      this.register(name, desired, argocd, identity, [...dependsOn, ...access]);
  }

  private createNamespaces(name: string, spec: TargetSpec): Record<string, k8s.core.v1.Namespace> {
    return Object.fromEntries(
      ownedNamespaces(placeOf(spec)).map((each) => [
        each,
        new k8s.core.v1.Namespace(
          `${name}-namespace-${each}`,
          { metadata: namespaceMetadata(each, spec.namespaces) },
          { parent: this },
        ),
      ]),
    );
  }

  private createAccess(name: string, object: KubernetesObject, dependsOn: pulumi.Resource[]): pulumi.Resource {
    const { kind, metadata } = object;
    const resource = [name, kind.toLowerCase(), metadata.namespace].filter(Boolean).join("-");
    const opts = { parent: this, dependsOn };
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

  /** Registers the cluster with the hub, when Argo CD can get in. */
  private register(
    name: string,
    desired: Desired<TargetSpec>,
    argocd: ArgoCdAccess,
    identity: string,
    dependsOn: pulumi.Resource[],
  ): void {
    const { clusterName } = desired.structure;
    const { apiServer = { server: "" }, provider, namespace = ARGOCD_NAMESPACE } = argocd;
    const token = argocd.identity ? undefined : this.createToken(name, desired.structure, identity, dependsOn);
    const data = pulumi.all([apiServer, token?.data]).apply(async ([server, values]) => {
      if (argocd.identity) return clusterSecretData(clusterName, server, argocd.identity);
      const known = decodedToken(values, clusterName);
      if (!pulumi.runtime.isDryRun()) await argocd.tryToken?.(server, known);
      return clusterSecretData(clusterName, server, known);
    });
    new k8s.core.v1.Secret(
      `${name}-cluster-secret`,
      {
        metadata: desired.value(({ labels }) => clusterSecretMeta({ name: clusterName, labels }, namespace)),
        data: encoded({
          name: data.apply((d) => d["name"]!),
          server: data.apply((d) => d["server"]!),
          config: data.apply((d) => d["config"]!),
        }),
      },
      { parent: this, ...(provider && { provider }), dependsOn: token ?? dependsOn },
    );
  }

  /**
   * A token of its own on the target. Another generation of it is another Secret: Pulumi makes it first, updates the cluster
   * Secret in place, and deletes the old one at the very end, when the Applications have been seen to work.
   */
  private createToken(
    name: string,
    { tokenRotation }: TargetSpec,
    identity: string,
    dependsOn: pulumi.Resource[],
  ): k8s.core.v1.Secret {
    const account = new k8s.core.v1.ServiceAccount(
      `${name}-account`,
      { metadata: { name: identity, namespace: CONTROLLER_NAMESPACE } },
      { parent: this, dependsOn },
    );
    return new k8s.core.v1.Secret(`${name}-token`, tokenSecret(identity, tokenRotation), {
      parent: this,
      dependsOn: account,
      additionalSecretOutputs: ["data"],
      customTimeouts: { create: TOKEN_TIMEOUT },
    });
  }
}
