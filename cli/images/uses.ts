import { readManifests, type ManifestText } from "../../checks/manifest";
import { renderedItems } from "../../checks/inventory";
import { installedObjects } from "../../components/argocd/install";
import { controllerImages, withDeployedImages } from "../../components/controller/images";
import { valuesOfChart } from "../../components/controller/values/build";
import type { ChartValues } from "../../components/controller/values/spec";
import type { ImageLocation } from "../../components/images/location";
import { imagesIn } from "../../components/images/objects";
import type { Environment } from "../../config/schema";
import { isPlainObject } from "../../core/merge";
import { objectLabel, type KubernetesObject } from "../../kube/object";

/** An image, and one of those who run it. */
export interface ImageUse {
  image: string;
  usedBy: string;
}

/** What an environment is made of beside its configuration. */
export interface DeployedWith {
  /** The `install` manifest of the Argo CD release that the stack installs. Nothing where it installs none. */
  argocd?: string | undefined;
  /** What a person wrote. */
  handWritten: readonly ManifestText[];
}

/** Every image that an environment runs, in an order that does not depend on where it finds them. */
export function imageUses(environment: Environment, { argocd, handWritten }: DeployedWith): ImageUse[] {
  return [
    ...(argocd === undefined ? [] : ofArgoCd(argocd, environment)),
    ...(environment.delivery === "none" ? [] : ofEnvironment(environment, handWritten)),
  ];
}

function ofArgoCd(install: string, environment: Environment): ImageUse[] {
  return installedObjects(install, environment.argocd, environment).flatMap((object) =>
    imagesIn(object).map((image) => ({ image, usedBy: `Argo CD: ${objectLabel(object)}` })),
  );
}

function ofEnvironment(environment: Environment, handWritten: readonly ManifestText[]): ImageUse[] {
  const written = readManifests(handWritten).items.map(({ origin, object }) => ({
    origin,
    object: withDeployedImages(object, environment),
  }));
  const values = valuesOfChart(environment);
  const published = publishedBy(values, environment.controlPlane.version);
  const objects = [...renderedItems(environment), ...written];
  return [
    ...(environment.cluster.controlPlane === "install" ? ofControlPlane(values, published) : []),
    ...objects.flatMap(({ origin, object }) =>
      [...imagesIn(object), ...proxyImage(object, published.proxy)].map((image) => ({
        image,
        usedBy: `${origin}: ${objectLabel(object)}`,
      })),
    ),
  ];
}

interface TaggedLocation extends ImageLocation {
  tag: string;
}

function ofControlPlane(values: ChartValues, published: Record<"controller" | "proxy", TaggedLocation>): ImageUse[] {
  const { controller, proxy } = published;
  return [
    { image: reference(controller), usedBy: "controller" },
    { image: reference(proxy), usedBy: "controller: proxies of Gateways without parameters" },
    ...imagesIn(values).map((image) => ({ image, usedBy: "controlPlane.values" })),
  ];
}

/** The images that the controller's chart names, with the tags that it gives them. */
function publishedBy(values: ChartValues, version: string): Record<"controller" | "proxy", TaggedLocation> {
  const { controller, proxy } = controllerImages(values);
  const common = values.image?.tag ?? version;
  return {
    controller: { ...controller, tag: withV(values.controller?.image?.tag ?? common) },
    // The chart passes this one on as it is, but for the version that the controller itself has.
    proxy: { ...proxy, tag: values.proxy?.image?.tag ?? values.image?.tag ?? `v${version}` },
  };
}

/** Versions have a `v` in tags, as the chart writes them. */
function withV(tag: string): string {
  return /^[0-9]+\.[0-9]+\./.test(tag) ? `v${tag}` : tag;
}

/** The image of the proxies that the controller makes by parameters: what they leave open is its own. */
function proxyImage({ kind, spec }: KubernetesObject, published: TaggedLocation): string[] {
  if (kind !== "AgentgatewayParameters" || !isPlainObject(spec)) return [];
  const own = isPlainObject(spec.image) ? (spec.image as Partial<TaggedLocation & { digest: string }>) : {};
  return [reference({ ...published, ...own })];
}

function reference({ registry, repository, tag, digest }: TaggedLocation & { digest?: string | undefined }): string {
  return `${registry}/${repository}:${tag}${digest === undefined ? "" : `@${digest}`}`;
}
