import { isPlainObject } from "../../core/merge";
import type { KubernetesObject } from "../../kube/object";
import { rewriteLocation, type ImageLocation } from "../images/location";
import { withImages } from "../images/objects";
import type { ImageRules } from "../images/spec";

/** Where the images of agentgateway are published. */
const REGISTRY = "cr.agentgateway.dev";

/** The chart's values that say where an image is. */
interface ImageValues {
  registry?: string | undefined;
  repository?: string | undefined;
}

/** The values of agentgateway's chart that say where images are. */
export interface ChartImages {
  image?: Pick<ImageValues, "registry"> | undefined;
  controller?: { image?: ImageValues | undefined } | undefined;
  proxy?: { image?: ImageValues | undefined } | undefined;
}

/** Where the images of the controller and of the proxies are, by the chart's values, before any rewrite. */
export function controllerImages({ image, controller, proxy }: ChartImages = {}): Record<
  "controller" | "proxy",
  ImageLocation
> {
  const registry = image?.registry || REGISTRY;
  const of = (values: ImageValues | undefined, repository: string): ImageLocation => ({
    registry: values?.registry || registry,
    repository: values?.repository || repository,
  });
  return { controller: of(controller?.image, "controller"), proxy: of(proxy?.image, "agentgateway") };
}

/** Where a stack finds images. */
export interface ImageSource {
  images?: ImageRules | undefined;
  controlPlane?: { values: ChartImages } | undefined;
}

/** An object whose containers, or whose proxies, run images from where the stack finds them. */
export function withDeployedImages(
  object: KubernetesObject,
  { images = {}, controlPlane }: ImageSource,
): KubernetesObject {
  return withProxyImage(withImages(object, images), images, controlPlane?.values);
}

/** The parameters of a proxy whose image is where the rules lead to: its own, or the controller's where they have none. */
function withProxyImage(object: KubernetesObject, rules: ImageRules, values?: ChartImages): KubernetesObject {
  if (object.kind !== "AgentgatewayParameters" || !isPlainObject(object.spec)) return object;
  const image: ImageValues = isPlainObject(object.spec.image) ? object.spec.image : {};
  const { proxy } = controllerImages(values);
  const location = rewriteLocation(
    { registry: image.registry ?? proxy.registry, repository: image.repository ?? proxy.repository },
    rules,
  );
  return location === undefined ? object : { ...object, spec: { ...object.spec, image: { ...image, ...location } } };
}
