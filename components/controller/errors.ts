import type { ValidationError } from "../../core/errors";
import { isPlainObject } from "../../core/merge";
import { CONTROLLER_NAMESPACE } from "./namespace";
import type { ControlPlaneSpec } from "./spec";
import { selectsNamespace } from "./values/selectors";
import type { ChartValues } from "./values/spec";

/** Variables of the controller that its chart sets by other values. */
const SET_BY_CHART: Record<string, string> = {
  AGW_PROXY_IMAGE_REGISTRY: "proxy.image.registry",
  AGW_PROXY_IMAGE_REPOSITORY: "proxy.image.repository",
  AGW_PROXY_IMAGE_TAG: "proxy.image.tag",
  AGW_LOG_LEVEL: "controller.logLevel",
  AGW_XDS_MODE: "controller.xds.mode",
  AGW_AGENTGATEWAY_XDS_SERVICE_PORT: "controller.service.ports.agwGrpc",
  AGW_DISCOVERY_NAMESPACE_SELECTORS: "discoveryNamespaceSelectors",
};

/** Variables by which the controller would serve other Gateways, or be found elsewhere, than this program expects. */
const FIXED = ["AGW_CONTROLLER_NAME", "AGW_AGENTGATEWAY_CLASS_NAME", "AGW_XDS_SERVICE_NAME", "AGW_XDS_SERVICE_HOST"];

/** Labels by which the chart and we find the controller. */
const IDENTIFYING = ["agentgateway", "app.kubernetes.io/name", "app.kubernetes.io/instance"];

/** What is wrong with the control plane that a stack installs, by what this program relies on. */
export function controllerErrors({ values }: ControlPlaneSpec, namespace: string): ValidationError[] {
  const at = "controlPlane.values";
  return [...variables(values, at), ...labels(values, at), ...unseenNamespaces(values, at, namespace)];
}

function variables({ controller }: ChartValues, at: string): ValidationError[] {
  return Object.keys(controller?.extraEnv ?? {}).flatMap((name) => {
    const path = `${at}.controller.extraEnv.${name}`;
    const value = SET_BY_CHART[name];
    if (value !== undefined)
      return [{ path, problem: "is set by the chart, too", remedy: `Set ${at}.${value} in its place.` }];
    if (!FIXED.includes(name)) return [];
    return [{ path, problem: "would keep the controller from the Gateways of environments", remedy: "Remove it." }];
  });
}

function labels({ commonLabels, podLabels }: ChartValues, at: string): ValidationError[] {
  return Object.entries({ commonLabels, podLabels }).flatMap(([field, given = {}]) =>
    IDENTIFYING.filter((label) => label in given).map((label) => ({
      path: `${at}.${field}.${label}`,
      problem: "is a label by which the controller is found",
      remedy: "Choose another label.",
    })),
  );
}

function unseenNamespaces(
  { discoveryNamespaceSelectors: selectors = [] }: ChartValues,
  at: string,
  namespace: string,
): ValidationError[] {
  if (selectors.length === 0) return [];
  return [...new Set([namespace, CONTROLLER_NAMESPACE])]
    .filter((each) => !selectsNamespace(selectors, each))
    .map((each) => ({
      path: `${at}.discoveryNamespaceSelectors`,
      problem: `do not select the namespace "${each}", as far as its label kubernetes.io/metadata.name tells`,
      remedy: `Add { matchLabels: { kubernetes.io/metadata.name: ${each} } }.`,
    }));
}

/** The error of a stack that says what its control plane is like, and uses that of another. Its release may be said. */
export function uselessControlPlane({ controlPlane }: { controlPlane?: unknown }): ValidationError[] {
  if (controlPlane === undefined) return [];
  const others = isPlainObject(controlPlane) ? Object.keys(controlPlane).filter((field) => field !== "version") : [""];
  const problem =
    "is set, yet this stack uses a control plane that is on the cluster already (cluster.controlPlane: existing)";
  const remedy =
    "Move it to the stack that installs the control plane. Here, version alone has a meaning: the release there.";
  return others.length === 0 ? [] : [{ path: "controlPlane", problem, remedy }];
}
