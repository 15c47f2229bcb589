import { CORE_SCHEMA, loadAll } from "js-yaml";
import { UserError } from "../../core/errors";
import { didYouMean } from "../../core/suggest";
import type { KubernetesObject } from "../../kube/object";
import { withImages } from "../images/objects";
import type { ImageRules } from "../images/spec";
import { podPart, podsOf } from "../pods/build";
import type { PodsSpec } from "../pods/spec";
import { patchKey, withPatches } from "../patches";
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

/** What a stack says of all that it deploys. */
export interface ForAll {
  /** Where images come from. Default: where they are published. */
  images?: ImageRules | undefined;
  /** What all pods are like. Default: nothing is said. */
  pods?: PodsSpec | undefined;
}

/**
 * The manifest that installs Argo CD, as one text: the provider reads it at once, where the same objects passed one by one
 * through the SDK take it a minute. Each object is a line of JSON, which is YAML, and read in a fraction of the time.
 */
export function installManifest(release: ReleaseFiles, spec: ArgoCdSpec, all?: ForAll): string {
  return asText(manifestObjects(release, spec, all));
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

function manifestObjects({ install, crds }: ReleaseFiles, spec: ArgoCdSpec, all?: ForAll): KubernetesObject[] {
  return [...crds.flatMap(objectsIn).map(withoutDescriptions), ...installedObjects(install, spec, all)];
}

function asText(objects: readonly KubernetesObject[]): string {
  return objects.map((object) => JSON.stringify(object)).join("\n");
}

/** The objects of a release's file. By js-yaml: each preview reads half a megabyte, for which yaml takes most of a second. */
export function objectsIn(text: string): KubernetesObject[] {
  const documents = loadAll(text, null, { schema: CORE_SCHEMA }) as (KubernetesObject | null)[];
  return documents.filter((object) => object !== null);
}

/** The objects of the release that are installed, with our settings. */
export function installedObjects(
  install: string,
  spec: ArgoCdSpec,
  { images = {}, pods = {} }: ForAll = {},
): KubernetesObject[] {
  const isOmitted = (name: string) => omittedParts(spec).some((prefix) => name.startsWith(prefix));
  const objects = objectsIn(install)
    .filter(({ kind, metadata }) => !createdSeparately.includes(`${kind}/${metadata.name}`))
    .filter(({ metadata }) => !isOmitted(metadata.name))
    .map((object) => withSettings(object, spec));
  assertPatchable(objects, spec);
  const configMaps = new Map(objects.filter(isConfigMap).map(({ metadata, data }) => [metadata.name, data ?? {}]));
  const changes = workloadChanges(spec);
  const changed = Object.keys(settings).filter((name) => !isOmitted(name));
  assertAllPresent(objects, [...changed, ...Object.keys(changes)], spec.version);
  const placed = podPart(podsOf(pods, spec.pods));
  return objects.map((object) => {
    if (!isWorkload(object)) return isConfigMap(object) ? object : withPatches(object, spec.patches);
    const changed = changeWorkload(object, { ...changes[object.metadata.name], placed });
    return withImages(withPatches(restartedBySettings(changed, configMaps), spec.patches), images);
  });
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

/** A ConfigMap is patched before its settings are compared with those that the workloads have started with. */
function withSettings(object: KubernetesObject, spec: ArgoCdSpec): KubernetesObject {
  if (!isConfigMap(object)) return object;
  const shipped = object.data ?? {};
  const changes = settings[object.metadata.name]?.(spec, shipped);
  return withPatches(changes ? { ...object, data: { ...shipped, ...changes } } : object, spec.patches);
}

function assertPatchable(objects: readonly KubernetesObject[], { patches, version }: ArgoCdSpec): void {
  const present = objects.map(patchKey);
  const errors = Object.keys(patches)
    .filter((key) => !present.includes(key))
    .map((key) => ({
      path: `argocd.patches["${key}"]`,
      problem: `is no object that the stack installs of Argo CD ${version}`,
      remedy: didYouMean(key, present),
    }));
  if (errors.length > 0) throw new UserError("Argo CD can't be patched so:", errors);
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
