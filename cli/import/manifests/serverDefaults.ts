import { isDeepStrictEqual } from "node:util";
import { isPlainObject, type PlainObject } from "../../../core/merge";
import type { KubernetesObject } from "../../../kube/object";

/** What an API server writes of a kind whatever was applied, by the ends of its paths; `ANY` is the cluster's own choice. */
const ANY = Symbol("any");
const PROBES = ["readinessProbe", "livenessProbe", "startupProbe"];
const DEFAULTS: Readonly<Record<string, readonly (readonly [path: string, value: unknown])[]>> = {
  Service: [
    ["spec.type", "ClusterIP"],
    ["spec.sessionAffinity", "None"],
    ["spec.internalTrafficPolicy", "Cluster"],
    ["spec.ipFamilyPolicy", "SingleStack"],
    ...["ipFamilies", "clusterIP", "clusterIPs"].map((field) => [`spec.${field}`, ANY] as const),
  ],
  Deployment: [
    ["spec.progressDeadlineSeconds", 600],
    ["spec.revisionHistoryLimit", 10],
    ["spec.strategy", { type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } }],
    ["template.spec.dnsPolicy", "ClusterFirst"],
    ["template.spec.restartPolicy", "Always"],
    ["template.spec.schedulerName", "default-scheduler"],
    ["template.spec.terminationGracePeriodSeconds", 30],
    ["template.spec.securityContext", {}],
    ["containers.terminationMessagePath", "/dev/termination-log"],
    ["containers.terminationMessagePolicy", "File"],
    ...PROBES.map((probe) => [`${probe}.successThreshold`, 1] as const),
    ...PROBES.map((probe) => [`${probe}.httpGet.scheme`, "HTTP"] as const),
    ["metadata.annotations.deployment.kubernetes.io/revision", ANY],
  ],
};

/** An object without what an API server has added to it by default. */
export function withoutServerDefaults(object: KubernetesObject): KubernetesObject {
  const defaults = DEFAULTS[object.kind];
  return defaults === undefined ? object : (without(object, defaults, "") as KubernetesObject);
}

function without(value: unknown, defaults: readonly (readonly [string, unknown])[], path: string): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, defaults, path));
  if (!isPlainObject(value)) return value;
  const kept = Object.entries(value).flatMap(([key, item]) => {
    const below = `${path}.${key}`;
    const isDefault = defaults.some(
      ([end, usual]) => below.endsWith(`.${end}`) && (usual === ANY || isDeepStrictEqual(item, usual)),
    );
    return isDefault ? [] : [[key, without(item, defaults, below)] as const];
  });
  return Object.fromEntries(kept) satisfies PlainObject;
}
