import { isDeepStrictEqual } from "node:util";
import { nameIn, type ApplicationSettings } from "../../components/application/children";
import { CONTROLLER_NAMESPACE } from "../../components/controller/namespace";
import type { LiveObject } from "../../kube/live";
import { refKey, type ObjectRef } from "../../kube/ref";

/** Name of the component Application that deploys the controller. */
export function controllerApplication(environment: ApplicationSettings): string {
  return nameIn(environment, "agentgateway");
}

/** The controller's Deployment. Argo CD gives a chart's release the name of the Application, and the chart that to its objects. */
export function controllerDeployment(environment: ApplicationSettings): ObjectRef {
  const name = controllerApplication(environment);
  return { apiVersion: "apps/v1", kind: "Deployment", namespace: CONTROLLER_NAMESPACE, name };
}

/** The labels by which the chart of this program finds the controller's pods; no value that it may have changes them. */
export function controllerSelector(release: string): Record<string, string> {
  return {
    agentgateway: "agentgateway",
    "app.kubernetes.io/name": "agentgateway",
    "app.kubernetes.io/instance": release,
  };
}

/**
 * The controller's Deployment where it is from a chart with another selector: that can't be changed, so it is deleted and
 * recreated. Proxies go on with what the controller told them last.
 */
export function replacedController(
  environment: ApplicationSettings,
  live: ReadonlyMap<string, LiveObject>,
): LiveObject | undefined {
  const ref = controllerDeployment(environment);
  const deployment = live.get(refKey(ref));
  if (environment.cluster.controlPlane === "existing" || deployment === undefined) return undefined;
  const { selector } = deployment.spec as { selector: object };
  return isDeepStrictEqual(selector, { matchLabels: controllerSelector(ref.name) }) ? undefined : deployment;
}
