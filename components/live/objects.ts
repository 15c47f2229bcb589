import * as pulumi from "@pulumi/pulumi";
import type { KubernetesObject } from "../../kube/object";
import type { ObjectRef } from "../../kube/ref";
import type { DesiredApplications } from "./desired";
import type { Scope } from "./scope";
import { LIVE_DELETION, LIVE_NAMESPACE, LIVE_OBJECTS, LIVE_PACKAGE, LIVE_REMAINS } from "./types";

/** Which of an environment's clusters: that of Argo CD, or that of the environment. They may be one. */
export type ClusterName = "hub" | "target";

/** An object that Pulumi applies. */
export interface OwnedObject {
  cluster: ClusterName;
  object: KubernetesObject;
}

/** A kubeconfig, and which of its contexts. */
export interface Access {
  kubeconfig: string;
  context?: string;
}

/** Inputs of the provider. */
export interface LiveProviderArgs {
  scope: Scope;
  /** Names of the environment's Applications. */
  applications: string[];
  target: pulumi.Input<Access>;
  /** Default: the target. */
  hub?: pulumi.Input<Access>;
}

/** What a whole environment has beside its components' objects. */
export interface WholeEnvironment extends DesiredApplications {
  /** All objects that Argo CD delivers to the environment's namespace. */
  desiredObjects: KubernetesObject[];
}

/** What is desired of a component's objects. */
export interface DesiredLive {
  /** The objects that Argo CD delivers for the component. Default: none. */
  delivered?: readonly KubernetesObject[];
  /** The objects that Pulumi applies for it. Default: none. */
  owned?: readonly OwnedObject[];
  /** For the component of the whole environment: what belongs to no other. */
  environment?: WholeEnvironment;
}

/** Inputs of {@link LiveObjects}. */
export interface LiveObjectsArgs {
  /** A {@link DesiredLive}, as JSON: the SDK takes a millisecond for each value in an object. */
  desired: pulumi.Input<string>;
}

/** Inputs of {@link LiveNamespace}. */
export interface LiveNamespaceArgs {
  cluster: ClusterName;
  /** Name of the namespace. */
  namespace: string;
  /** The stack to which the namespace belongs. One that belongs to another is not deleted. */
  owner: string;
}

/** Reaches an environment's clusters for {@link LiveObjects} and {@link LiveNamespace}. */
export class LiveProvider extends pulumi.ProviderResource {
  constructor(name: string, args: LiveProviderArgs, opts?: pulumi.ResourceOptions) {
    super(LIVE_PACKAGE, name, { ...args }, opts);
  }
}

/**
 * The objects of a component as they are on the clusters. It shows in a preview and in a refresh how they differ from what is
 * desired, as `drift`. An update restores those that Pulumi applies; Argo CD restores what it delivers. It creates and deletes
 * nothing.
 */
export class LiveObjects extends pulumi.CustomResource {
  constructor(name: string, args: LiveObjectsArgs, opts: pulumi.CustomResourceOptions) {
    super(LIVE_OBJECTS, name, { ...args }, opts);
  }
}

/** Inputs of {@link LiveDeletion}. */
export interface LiveDeletionArgs {
  /** Objects whose deletion a policy of the API server may refuse. */
  guarded: { cluster: ClusterName; ref: ObjectRef }[];
  /**
   * The namespace of the environment, where the control plane of its cluster goes with it: Gateways of others need that.
   * Default: no control plane goes.
   */
  controlPlaneOf?: string;
}

/**
 * The deletion of a stack. It depends on all others, so that it comes first: where a cluster can delete no namespace, or refuses
 * to delete what is guarded, or where others need the control plane that would go, nothing has been deleted.
 */
export class LiveDeletion extends pulumi.CustomResource {
  constructor(name: string, args: LiveDeletionArgs, opts: pulumi.CustomResourceOptions) {
    super(LIVE_DELETION, name, { ...args }, opts);
  }
}

/**
 * The deletion of a namespace. The Kubernetes provider waits ten minutes for one that can't be deleted, and does not say why.
 * The namespace depends on it and is retained, so that it is deleted here, when all that was in it is gone.
 */
export class LiveNamespace extends pulumi.CustomResource {
  constructor(name: string, args: LiveNamespaceArgs, opts: pulumi.CustomResourceOptions) {
    super(LIVE_NAMESPACE, name, { ...args }, opts);
  }
}

/**
 * The deletion of what Argo CD has left. The root Application depends on it, so that it comes when all Applications are gone.
 * See docs/workarounds.md.
 */
export class LiveRemains extends pulumi.CustomResource {
  constructor(name: string, opts: pulumi.CustomResourceOptions) {
    super(LIVE_REMAINS, name, {}, opts);
  }
}
