import { mergeLayers, type PlainObject } from "../../../core/merge";
import { rewriteLocation } from "../../images/location";
import { withImages } from "../../images/objects";
import type { ImageRules } from "../../images/spec";
import { controllerImages } from "../images";
import type { PodsSpec } from "../../pods/spec";
import type { ChartValues } from "./spec";

/** What the values of the controller's chart are made of. */
export interface ValuesSource {
  /** Default: nothing is set. */
  controlPlane?: { values: ChartValues; otherValues?: PlainObject | undefined } | undefined;
  /** Default: images stay where they are published. */
  images?: ImageRules | undefined;
  /** What is said for all pods. Default: nothing. */
  pods?: PodsSpec | undefined;
}

/**
 * The values of the controller's chart, whoever installs it: those of the stack, with images where its rules lead to. Nothing
 * where all are the chart's own.
 */
export function valuesOfChart({ controlPlane, images = {}, pods = {} }: ValuesSource): ChartValues | undefined {
  const given = mergeLayers(controlPlane?.values ?? {}, controlPlane?.otherValues ?? {});
  // As whom pods run is taken whole: halves of two profiles are none.
  const own = mergeLayers(
    valuesOfPods(given.podSecurityContext ? { ...pods, securityContext: undefined } : pods),
    given,
  ) as ChartValues;
  const { controller, proxy } = controllerImages(own);
  const moved = Object.entries({ controller, proxy }).map(([part, location]): PlainObject => {
    const image = rewriteLocation(location, images);
    return image ? { [part]: { image } } : {};
  });
  const values = mergeLayers(withImages(own, images), ...moved);
  return Object.keys(values).length > 0 ? values : undefined;
}

/** How the chart's values say what is said for all pods. */
function valuesOfPods({
  imagePullSecrets,
  labels,
  annotations,
  priorityClassName,
  securityContext,
  ...rest
}: PodsSpec): PlainObject {
  return {
    ...rest,
    ...(imagePullSecrets && { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) }),
    ...(securityContext && { podSecurityContext: securityContext }),
    ...(labels && { podLabels: labels }),
    ...(annotations && { podAnnotations: annotations }),
    ...(priorityClassName !== undefined && { controller: { priorityClassName } }),
  };
}
