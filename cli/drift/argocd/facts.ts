import type { KubernetesObject } from "../../../kube/object";
import type { LiveObject } from "../../../kube/live";
import type { ObjectRef } from "../../../kube/ref";
import type { Scope } from "../../../components/live/scope";
import type { LiveApplication } from "./application";

/** What of an environment in Argo CD is desired. */
export interface DesiredInArgoCd {
  /** The Applications: the root first. */
  desiredApplications: readonly KubernetesObject[];
  /** The AppProjects. */
  desiredProjects: readonly KubernetesObject[];
  /** The environment's own objects, in its namespace. */
  desiredObjects: readonly KubernetesObject[];
}

/** An object that was listed. */
export type Listed = ObjectRef & { live: LiveObject };

/** What there is of an environment in Argo CD, and of the objects that Argo CD deploys for it. */
export interface LiveInArgoCd {
  /** All Applications in their namespace and in that of the Argo CD, other environments' too. */
  applications: readonly LiveApplication[];
  /** All its AppProjects. */
  projects: readonly LiveObject[];
  /** The live objects of the environment's Applications, by {@link refKey}. */
  live: ReadonlyMap<string, LiveObject>;
  /** Objects of the gateway's kinds in the environment's namespace, whoever made them. */
  inNamespace: readonly ObjectRef[];
  /** Objects of other kinds that do something, in the same namespace, whoever made them. */
  besides: readonly Listed[];
}

/** What is known of an environment in Argo CD. */
export interface ArgoCdFacts extends DesiredInArgoCd, LiveInArgoCd {
  scope: Scope;
}
