import type { Cluster } from "../../../kube/cluster";
import type { ApplicationSettings } from "../children";
import { rootProject } from "../projects";
import type { FreezeWindow } from "./spec";
import { freezeOf } from "./windows";

/**
 * The freeze of an environment as its Argo CD has it: nothing where that does not know the environment.
 *
 * @param hub the cluster that Argo CD runs in
 */
export async function liveFreeze(
  hub: Pick<Cluster, "read">,
  environment: ApplicationSettings,
): Promise<FreezeWindow[] | undefined> {
  const name = rootProject(environment);
  const ref = { apiVersion: "argoproj.io/v1alpha1", kind: "AppProject", namespace: environment.argocd.namespace, name };
  const project = await hub.read(ref);
  return project && freezeOf(project);
}
