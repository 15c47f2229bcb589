import { parseAllDocuments, stringify } from "yaml";
import type { KubernetesObject } from "../kubernetes";
import { healthChecks } from "./health";
import type { ArgoCdSpec } from "./spec";

/** Namespace of Argo CD. */
export const ARGOCD_NAMESPACE = "argocd";

/**
 * Parts of the release that app-of-apps has no use for. The ApplicationSet CRD alone would cost a preview more time than
 * all the rest; single sign-on and notifications do nothing until they are configured.
 */
const leftOut = ["argocd-applicationset-controller", "argocd-dex-server", "argocd-notifications"];

/** Objects that are made apart because a secret is in them, which would make all of the installation a secret. */
const madeApart = ["Secret/argocd-secret"];

/** The texts of a release that an installation is made of. */
export interface ReleaseFiles {
  /** `namespace-install.yaml`: everything that lives in Argo CD's namespace. */
  install: string;
  /** The CRDs of Application and AppProject. */
  crds: readonly string[];
}

/**
 * The manifest that installs Argo CD, as one YAML text: the provider reads it at once, where the same objects passed one
 * by one through the SDK take it a minute.
 */
export function installManifest(files: ReleaseFiles, spec: ArgoCdSpec): string {
  const objects = parseAllDocuments(files.install)
    .map((document) => document.toJS() as KubernetesObject | null)
    .filter((object): object is KubernetesObject => object !== null)
    .filter(({ kind, metadata }) => !madeApart.includes(`${kind}/${metadata.name}`))
    .filter(({ metadata }) => !leftOut.some((prefix) => metadata.name.startsWith(prefix)))
    .map((object) => withSettings(object, spec));
  return [...files.crds, ...objects.map((object) => stringify(object, { lineWidth: 0, version: "1.1" }))].join(
    "\n---\n",
  );
}

function withSettings(object: KubernetesObject, spec: ArgoCdSpec): KubernetesObject {
  const changes = object.kind === "ConfigMap" ? settings(spec)[object.metadata.name] : undefined;
  return changes ? { ...object, data: { ...(object.data as object | undefined), ...changes } } : object;
}

/** What differs from the release, by ConfigMap. */
export function settings(spec: ArgoCdSpec): Record<string, Record<string, string>> {
  return {
    "argocd-cm": {
      ...healthChecks,
      "timeout.reconciliation": `${spec.reconciliationSeconds}s`,
      // Kinds that Argo CD may not list on a cluster are left alone, so that its rights can stay narrow.
      "resource.respectRBAC": "normal",
    },
    "argocd-cmd-params-cm": {
      // Without it an Application tells that something is wrong with it, but not what.
      "controller.resource.health.persist": "true",
    },
  };
}
