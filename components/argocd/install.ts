import { CORE_SCHEMA, loadAll } from "js-yaml";
import { UserError } from "../../core/errors";
import type { KubernetesObject } from "../../kube/object";
import { withImages } from "../images/objects";
import type { ImageRules } from "../images/spec";
import { withoutDescriptions } from "./crds";
import { ARGOCD_NAMESPACE } from "./namespace";
import { workloadChanges } from "./scale/build";
import { settings, type Data } from "./settings";
import type { ArgoCdSpec } from "./spec";
import { changeWorkload, isWorkload, restartedBySettings } from "./workloads";

/** Objects that are made apart because a secret is in them, which would make all of the installation a secret. */
const createdSeparately = ["Secret/argocd-secret", "Secret/argocd-notifications-secret"];

/** The texts of a release that an installation is made of. */
export interface ReleaseFiles {
  /** Everything that lives in Argo CD's namespace. */
  install: string;
  /** The CRDs of Application and AppProject. */
  crds: readonly string[];
  /** The CRD of ApplicationSet, where it is wanted: applied apart, for Pulumi would take most of a minute to compare it. */
  applicationSets?: string;
}

/**
 * The manifest that installs Argo CD, as one text: the provider reads it at once, where the same objects passed one by one
 * through the SDK take it a minute. Each object is a line of JSON, which is YAML, and read in a fraction of the time.
 */
export function installManifest(release: ReleaseFiles, spec: ArgoCdSpec, images?: ImageRules): string {
  return asText(manifestObjects(release, spec, images));
}

/** The same for a provider with any default namespace: each object names its own. */
export function placedManifest(release: ReleaseFiles, spec: ArgoCdSpec): string {
  return asText(
    manifestObjects(release, spec).map((object) =>
      CLUSTER_WIDE.includes(object.kind)
        ? object
        : { ...object, metadata: { ...object.metadata, namespace: ARGOCD_NAMESPACE } },
    ),
  );
}

/** Kinds of a release without a namespace. */
const CLUSTER_WIDE = ["CustomResourceDefinition", "ClusterRole", "ClusterRoleBinding"];

function manifestObjects({ install, crds }: ReleaseFiles, spec: ArgoCdSpec, images?: ImageRules): KubernetesObject[] {
  return [...crds.flatMap(objectsIn).map(withoutDescriptions), ...installedObjects(install, spec, images)];
}

function asText(objects: readonly KubernetesObject[]): string {
  return objects.map((object) => JSON.stringify(object)).join("\n");
}

/** The objects of a release's file. By js-yaml: each preview reads half a megabyte, for which yaml takes most of a second. */
export function objectsIn(text: string): KubernetesObject[] {
  const documents = loadAll(text, null, { schema: CORE_SCHEMA }) as (KubernetesObject | null)[];
  return documents.filter((object) => object !== null);
}

/**
 * The objects of the release that are installed, with our settings.
 *
 * @param images where the images come from. Default: where they are published
 */
export function installedObjects(install: string, spec: ArgoCdSpec, images: ImageRules = {}): KubernetesObject[] {
  const isOmitted = (name: string) => omittedParts(spec).some((prefix) => name.startsWith(prefix));
  const objects = objectsIn(install)
    .filter(({ kind, metadata }) => !createdSeparately.includes(`${kind}/${metadata.name}`))
    .filter(({ metadata }) => !isOmitted(metadata.name))
    .map((object) => withSettings(object, spec));
  const configMaps = new Map(objects.filter(isConfigMap).map(({ metadata, data }) => [metadata.name, data ?? {}]));
  const changes = workloadChanges(spec);
  const changed = Object.keys(settings).filter((name) => !isOmitted(name));
  assertAllPresent(objects, [...changed, ...Object.keys(changes)], spec.version);
  return objects.map((object) =>
    isWorkload(object)
      ? withImages(restartedBySettings(changeWorkload(object, changes[object.metadata.name] ?? {}), configMaps), images)
      : object,
  );
}

/**
 * Parts of the release that app-of-apps has no use for. The ApplicationSet CRD alone would cost a preview more time than
 * all the rest; notifications do nothing until they are configured, and neither does Dex without connectors.
 */
function omittedParts({ sso, applicationSets, notifications }: ArgoCdSpec): string[] {
  return [
    ...(applicationSets ? [] : ["argocd-applicationset-controller"]),
    ...(notifications ? [] : ["argocd-notifications"]),
    ...(sso?.kind === "dex" ? [] : ["argocd-dex-server"]),
  ];
}

interface ConfigMap extends KubernetesObject {
  data?: Data;
}

function isConfigMap(object: KubernetesObject): object is ConfigMap {
  return object.kind === "ConfigMap";
}

function withSettings(object: KubernetesObject, spec: ArgoCdSpec): KubernetesObject {
  const changes = settings[object.metadata.name];
  if (changes === undefined || !isConfigMap(object)) return object;
  const shipped = object.data ?? {};
  return { ...object, data: { ...shipped, ...changes(spec, shipped) } };
}

/** A setting for something that a release does not have would be lost without a word. */
function assertAllPresent(objects: readonly KubernetesObject[], names: readonly string[], version: string): void {
  const present = new Set(objects.map(({ metadata }) => metadata.name));
  const missing = names.filter((name) => !present.has(name));
  if (missing.length === 0) return;
  throw new UserError(
    `argocd.version: the manifests of Argo CD ${version} have no ${missing.join(", no ")}, which our settings are for. Choose another release.`,
  );
}
