import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/schema";
import type { SecretValue } from "../../core/secret";
import { onlyContext } from "../../kube/kubeconfig";
import type { KubernetesObject, ObjectMeta } from "../../kube/object";
import type { ApplicationSettings } from "../application/children";
import type { ClusterAccess } from "../cluster/access";
import { desiredApplications, type DesiredApplications } from "./desired";
import {
  LiveDeletion,
  LiveNamespace,
  LiveObjects,
  LiveProvider,
  LiveRemains,
  type Access,
  type ClusterName,
  type DesiredLive,
  type OwnedObject,
} from "./objects";
import { clusterOf, OwnedObjects } from "./owned";
import { scopeOf } from "./scope";

/** A stack whose live objects are watched. */
export interface Watched {
  environment: Environment;
  /** The environment as Argo CD is told of it. */
  settings: ApplicationSettings;
  /** The environment as Git describes it. Nothing where Argo CD does not deliver it. */
  committed?: Environment | undefined;
  access: ClusterAccess;
  /** The stack, as its objects are marked with it. */
  owner: string;
}

/** The components of a stack, by their names: the one of the whole environment first. */
export type NamedComponents = readonly (readonly [name: string, component: pulumi.ComponentResource | undefined])[];

/** Compares a stack's objects with those on the clusters, and deletes its namespaces. */
export class LiveStack {
  readonly #owned: OwnedObjects;
  readonly #provider: LiveProvider;
  readonly #applications: DesiredApplications | undefined;
  /** Providers of Argo CD's cluster, where that is another one. */
  readonly #hub: readonly pulumi.ProviderResource[];

  constructor(private readonly watched: Watched) {
    const { environment, settings, committed, access } = watched;
    const { argocd: hub, target } = access;
    this.#owned = new OwnedObjects(environment.allowedKinds);
    this.#hub = hub && hub.hub !== target ? hub.providers : [];
    this.#applications = committed && desiredApplications(settings, committed);
    this.#provider = new LiveProvider("live", {
      scope: scopeOf(environment, hub?.apiServer.server ?? ""),
      applications: (this.#applications?.desiredApplications ?? []).map(({ metadata }) => metadata.name),
      target: accessOf(environment.cluster),
      ...(this.#hub.length > 0 && { hub: accessOf(environment.argocd) }),
    });
  }

  /** Takes note of each object that Pulumi applies from now on. */
  watch(): void {
    pulumi.runtime.registerStackTransformation((args) => {
      this.#owned.add(args);
      return args.type === "kubernetes:core/v1:Namespace" && args.opts.parent ? this.#deletedHere(args) : undefined;
    });
  }

  /**
   * Adds to each component the resource that shows how its objects differ on the clusters.
   *
   * @param delivered the objects that Argo CD delivers for each component
   */
  compare(components: NamedComponents, delivered: ReadonlyMap<pulumi.Resource, KubernetesObject[]>): void {
    const { environment, access } = this.watched;
    const sharedCluster = access.target === access.argocd?.hub;
    const namespaceOf = (cluster: ClusterName) =>
      cluster === "hub" || sharedCluster ? environment.argocd.namespace : environment.namespace;
    const whole = this.#applications && {
      ...this.#applications,
      desiredObjects: [...delivered.values()].flat(),
    };
    const present = components.filter((each): each is [string, pulumi.ComponentResource] => each[1] !== undefined);
    const compared = present.flatMap(([name, parent], index) => {
      const { resources, objects } = this.#owned.of(parent, namespaceOf, this.#hub);
      const desired: DesiredLive = {
        ...(delivered.has(parent) && { delivered: delivered.get(parent) }),
        ...(index === 0 && whole && { environment: whole }),
      };
      if (objects.length === 0 && Object.keys(desired).length === 0) return [];
      const opts = { parent, provider: this.#provider, dependsOn: resources };
      return [new LiveObjects(name, { desired: textOf(desired, objects) }, opts)];
    });
    const guarded = this.#owned.guarded(this.#hub);
    const installs = environment.delivery !== "none" && environment.cluster.controlPlane === "install";
    const args = { guarded, ...(installs && { controlPlaneOf: environment.namespace }) };
    new LiveDeletion("deletion", args, { provider: this.#provider, dependsOn: compared });
  }

  /** What the root Application depends on, so that nothing of it remains. */
  remains(): pulumi.Resource {
    return new LiveRemains("remains", { provider: this.#provider });
  }

  /** The namespace is retained, and deleted with the resource that it depends on. */
  #deletedHere({ type, name, props, opts }: pulumi.ResourceTransformationArgs) {
    const parent = opts.parent as pulumi.Resource;
    const cluster = clusterOf(opts.provider ?? parent.getProvider(type), this.#hub);
    const { name: namespace } = props["metadata"] as ObjectMeta;
    const args = { cluster, namespace, owner: this.watched.owner };
    const deletion = new LiveNamespace(name, args, { parent, provider: this.#provider });
    return { props, opts: pulumi.mergeOptions(opts, { retainOnDelete: true, dependsOn: deletion }) };
  }
}

function textOf(desired: DesiredLive, objects: pulumi.Input<string>[]): pulumi.Output<string> {
  return pulumi.all(objects).apply((lists) => {
    const owned = lists.flatMap((list) => JSON.parse(list) as OwnedObject[]);
    return JSON.stringify({ ...desired, ...(owned.length > 0 && { owned }) });
  });
}

function accessOf({ kubeconfig, context }: { kubeconfig?: SecretValue | undefined; context?: string | undefined }) {
  const text = onlyContext((kubeconfig as SecretValue).reveal(), context);
  return pulumi.secret(text).apply((value): Access => ({ kubeconfig: value }));
}
