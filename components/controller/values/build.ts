import { mergeLayers, type PlainObject } from "../../../core/merge";
import { rewriteLocation } from "../../images/location";
import { withImages } from "../../images/objects";
import type { ImageRules } from "../../images/spec";
import { controllerImages } from "../images";
import { podSecurityContext } from "../../pods/build";
import type { PodsSpec } from "../../pods/spec";
import type { ChartValues } from "./spec";

/** What the values of the controller's chart are made of. */
export interface ValuesSource {
  /** Default: the chart's own. */
  controlPlane?: { values: ChartValues; otherValues?: PlainObject | undefined } | undefined;
  /** Default: images stay where they are published. */
  images?: ImageRules | undefined;
  /** What is said for all pods. Default: nothing. */
  pods?: PodsSpec | undefined;
}

/** The values of the controller's chart, whoever installs it: those of the stack, with images where its rules lead to. */
export function valuesOfChart({ controlPlane, images = {}, pods = {} }: ValuesSource): ChartValues {
  const given = mergeLayers(controlPlane?.values ?? {}, controlPlane?.otherValues ?? {}) as ChartValues;
  const security = podSecurityContext(given.podSecurityContext ?? pods.securityContext);
  const own = mergeLayers(valuesOfPods(pods), { ...given, podSecurityContext: security }) as ChartValues;
  const { controller, proxy } = controllerImages(own);
  const moved = Object.entries({ controller, proxy }).map(([part, location]): PlainObject => {
    const image = rewriteLocation(location, images);
    return image ? { [part]: { image } } : {};
  });
  return mergeLayers(withImages(own, images), ...moved);
}

/** How the chart's values say what is said for all pods. */
function valuesOfPods({
  imagePullSecrets,
  labels,
  annotations,
  priorityClassName,
  securityContext: _,
  ...rest
}: PodsSpec): PlainObject {
  return {
    ...rest,
    ...(imagePullSecrets && { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) }),
    ...(labels && { podLabels: labels }),
    ...(annotations && { podAnnotations: annotations }),
    ...(priorityClassName !== undefined && { controller: { priorityClassName } }),
  };
}
