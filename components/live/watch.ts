import * as pulumi from "@pulumi/pulumi";
import type { Environment } from "../../config/schema";
import type { SecretValue } from "../../core/secret";
import type { KubernetesObject } from "../../kube/object";
import { ARGOCD_NAMESPACE } from "../argocd/namespace";
import type { ClusterAccess } from "../cluster/access";
import { desiredApplications } from "./desired";
import {
  LiveObjects,
  LiveProvider,
  type Access,
  type ClusterName,
  type DesiredLive,
  type OwnedObject,
  type WholeEnvironment,
} from "./objects";
import type { OwnedObjects } from "./owned";
import { scopeOf } from "./scope";

/** What of a stack is compared with its clusters. */
export interface Watched {
  environment: Environment;
  /** The environment as Git describes it. Nothing where Argo CD does not deliver it. */
  committed?: Environment | undefined;
  access: ClusterAccess;
  /** The components, by their names: the one of the whole environment first. */
  components: readonly (readonly [name: string, component: pulumi.ComponentResource | undefined])[];
  /** The objects that Argo CD delivers for each component. */
  delivered: ReadonlyMap<pulumi.Resource, KubernetesObject[]>;
  owned: OwnedObjects;
}

/** Adds to each component the resource that shows how its objects differ on the clusters. */
export function watchLive({ environment, committed, access, components, delivered, owned }: Watched): void {
  const { cluster, argocd, namespace } = environment;
  const { argocd: hub } = access;
  const ofHub = hub && hub.hub !== access.target ? accessOf(argocd) : undefined;
  const whole: WholeEnvironment | undefined = committed && {
    ...desiredApplications(environment, committed),
    desiredObjects: [...delivered.values()].flat(),
  };
  const provider = new LiveProvider("live", {
    scope: scopeOf(environment, hub?.apiServer.server ?? ""),
    applications: (whole?.desiredApplications ?? []).map(({ metadata }) => metadata.name),
    target: accessOf(cluster),
    ...(ofHub && { hub: ofHub }),
  });
  const namespaceOf = (name: ClusterName) =>
    name === "hub" || access.target === hub?.hub ? ARGOCD_NAMESPACE : namespace;
  for (const [index, [name, component]] of components.entries()) {
    if (component === undefined) continue;
    const { resources, objects } = owned.of(component, namespaceOf, ofHub && hub?.hub);
    const desired: DesiredLive = {
      ...(delivered.has(component) && { delivered: delivered.get(component) as KubernetesObject[] }),
      ...(index === 0 && whole && { environment: whole }),
    };
    if (objects.length === 0 && Object.keys(desired).length === 0) continue;
    const text = pulumi.all(objects).apply((lists) => {
      const owned = lists.flatMap((list) => JSON.parse(list) as OwnedObject[]);
      return JSON.stringify({ ...desired, owned });
    });
    new LiveObjects(name, { desired: text }, { parent: component, provider, dependsOn: resources });
  }
}

function accessOf({ kubeconfig, context }: { kubeconfig?: SecretValue | undefined; context?: string | undefined }) {
  const text = pulumi.secret((kubeconfig as SecretValue).reveal());
  return text.apply((value): Access => ({ kubeconfig: value, ...(context !== undefined && { context }) }));
}
