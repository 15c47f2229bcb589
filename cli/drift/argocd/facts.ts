import type { KubernetesObject } from "../../../kube/object";
import type { Environment } from "../../../config/schema";
import type { LiveObject } from "../../../kube/live";
import type { ObjectRef } from "../../../kube/ref";
import type { LiveApplication } from "./application";

/** What is known of an environment in Argo CD, and of the objects that Argo CD deploys for it. */
export interface ArgoCdFacts {
  stack: string;
  environment: Environment;
  /** The Applications as described: the root first. */
  desiredApplications: readonly KubernetesObject[];
  /** The AppProjects as described. */
  desiredProjects: readonly KubernetesObject[];
  /** The environment's own objects as described, in its namespace. */
  desiredObjects: readonly KubernetesObject[];
  /** All Applications of the Argo CD, other environments' too. */
  applications: readonly LiveApplication[];
  /** All its AppProjects. */
  projects: readonly LiveObject[];
  /** The live objects of the environment's Applications, by {@link refKey}. */
  live: ReadonlyMap<string, LiveObject>;
  /** Objects of the gateway's kinds in the environment's namespace, whoever made them. */
  inNamespace: readonly ObjectRef[];
  /** Objects of other kinds that do something, in the same namespace, whoever made them. */
  besides: readonly (ObjectRef & { live: LiveObject })[];
  /** URL of the API server of the environment's cluster. */
  server: string;
  /** Field managers that may change objects, beside Pulumi and Argo CD. */
  managers: readonly string[];
}
