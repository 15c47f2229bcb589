import { childApplications, type ApplicationSettings } from "../application/children";
import { appProjects } from "../application/projects";
import { rootApplication } from "../application/root";
import type { KubernetesObject } from "../../kube/object";

/** What Argo CD is told of an environment. */
export interface DesiredApplications {
  /** The Applications: the root first. */
  desiredApplications: KubernetesObject[];
  desiredProjects: KubernetesObject[];
}

/**
 * The objects that configure Argo CD for an environment.
 *
 * @param committed the environment as Git describes it
 */
export function desiredApplications(
  environment: ApplicationSettings,
  committed: ApplicationSettings,
): DesiredApplications {
  return {
    desiredApplications: [rootApplication(environment, committed), ...childApplications(environment)],
    desiredProjects: appProjects(environment),
  };
}
