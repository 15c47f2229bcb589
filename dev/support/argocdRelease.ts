import { installedObjects, type ReleaseFiles } from "../../components/argocd/install";
import type { Workload } from "../../components/argocd/workloads";
import type { ImageRules } from "../../components/images/spec";
import type { KubernetesObject } from "../../kube/object";
import type { PlainObject } from "../../core/merge";
import { environment } from "./environment";

const object = (apiVersion: string, kind: string, name: string, extra: object = {}) => ({
  apiVersion,
  kind,
  metadata: { name },
  ...extra,
});

const configMap = (name: string, data?: Record<string, string>) => object("v1", "ConfigMap", name, { data });

/** The workloads of a release that run another image than Argo CD's. */
const IMAGES: Record<string, string> = {
  "argocd-dex-server": "ghcr.io/dexidp/dex:v2.45.0",
  "argocd-redis": "public.ecr.aws/docker/library/redis:8.2.3-alpine",
  "argocd-redis-ha-server": "public.ecr.aws/docker/library/redis:8.2.3-alpine",
};

/** A workload whose container reads settings as variables: `<ConfigMap>/<key>`. */
function workload(kind: string, name: string, reads: readonly string[], container = name) {
  const env = reads.map((read) => {
    const [from, key] = read.split("/");
    return { name: key?.toUpperCase(), valueFrom: { configMapKeyRef: { name: from, key, optional: true } } };
  });
  const image = IMAGES[name] ?? "quay.io/argoproj/argocd:v3.6.1";
  const spec = { containers: [{ name: container, image, env: [...env, { name: "FIXED", value: "1" }] }] };
  return object("apps/v1", kind, name, { spec: { template: { metadata: { labels: { app: name } }, spec } } });
}

const controllers = [
  workload("Deployment", "argocd-server", ["argocd-cmd-params-cm/server.log.level"]),
  workload("Deployment", "argocd-repo-server", [
    "argocd-cmd-params-cm/reposerver.log.level",
    "argocd-cmd-params-cm/reposerver.parallelism.limit",
    "argocd-cm/timeout.reconciliation",
  ]),
  workload("StatefulSet", "argocd-application-controller", [
    "argocd-cmd-params-cm/controller.log.level",
    "argocd-cmd-params-cm/controller.status.processors",
    "argocd-cm/timeout.reconciliation",
    "argocd-cm/timeout.reconciliation.jitter",
  ]),
];

const common = [
  configMap("argocd-cm", { kept: "yes" }),
  configMap("argocd-cmd-params-cm"),
  configMap("argocd-rbac-cm"),
  configMap("argocd-ssh-known-hosts-cm", { ssh_known_hosts: "github.com ssh-ed25519 AAAA\n" }),
  configMap("argocd-tls-certs-cm"),
  object("v1", "Secret", "argocd-secret"),
  workload("Deployment", "argocd-applicationset-controller", [
    "argocd-cmd-params-cm/applicationsetcontroller.log.level",
    "argocd-cmd-params-cm/applicationsetcontroller.enable.tokenref.strict.mode",
  ]),
  object("v1", "ServiceAccount", "argocd-applicationset-controller"),
  configMap("argocd-notifications-cm"),
  object("v1", "Secret", "argocd-notifications-secret"),
  workload("Deployment", "argocd-notifications-controller", ["argocd-cmd-params-cm/notificationscontroller.log.level"]),
  workload("Deployment", "argocd-dex-server", []),
  object("networking.k8s.io/v1", "NetworkPolicy", "argocd-server-network-policy"),
  ...controllers,
];

const text = (objects: object[]) => objects.map((each) => JSON.stringify(each)).join("\n---\n");

/** What a release of Argo CD is made of, as far as we look at it. */
export const single = text([...common, workload("Deployment", "argocd-redis", [], "redis")]);
/** The same, highly available. */
export const highlyAvailable = text([...common, workload("StatefulSet", "argocd-redis-ha-server", [], "redis")]);

export const release: ReleaseFiles = {
  install: single,
  crds: [text([{ kind: "CustomResourceDefinition", metadata: { name: "x" }, spec: { versions: [] } }])],
};

/** The installed objects of that release, with settings under `argocd`, and images by rules. */
export function installed(argocd: PlainObject = {}, install = single, images?: ImageRules): KubernetesObject[] {
  return installedObjects(install, environment({ argocd }).argocd, { images });
}

export function named(objects: readonly KubernetesObject[], name: string): KubernetesObject {
  const match = objects.find(({ metadata }) => metadata.name === name);
  if (match === undefined) throw new Error(`no ${name}`);
  return match;
}

export function data(objects: readonly KubernetesObject[], name: string): Record<string, string> {
  return named(objects, name).data as Record<string, string>;
}

export function workloadNamed(objects: readonly KubernetesObject[], name: string): Workload {
  return named(objects, name) as Workload;
}

export function objectsOf(manifest: string): KubernetesObject[] {
  return manifest.split("\n").map((line) => JSON.parse(line) as KubernetesObject);
}
