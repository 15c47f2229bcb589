import type { clusterObjects } from "../../application/clusterObjects";

type Plural = (typeof clusterObjects.crds)["gateway.networking.k8s.io"][number];

/** Annotation of what a release of Gateway API brings: which release. */
export const BUNDLE_VERSION = "gateway.networking.k8s.io/bundle-version";
/** Annotation of what a release of Gateway API brings: `standard` or `experimental`. */
export const CHANNEL = "gateway.networking.k8s.io/channel";
/** The channel that is installed. */
export const INSTALLED_CHANNEL = "standard";

/** The versions that each CRD has in the bundle that is installed. A test compares them with those that are published. */
export const bundle: Record<Plural, readonly string[]> = {
  backendtlspolicies: ["v1", "v1alpha3"],
  gatewayclasses: ["v1", "v1beta1"],
  gateways: ["v1", "v1beta1"],
  grpcroutes: ["v1"],
  httproutes: ["v1", "v1beta1"],
  listenersets: ["v1"],
  referencegrants: ["v1", "v1beta1"],
  tcproutes: ["v1", "v1alpha2"],
  tlsroutes: ["v1", "v1alpha2", "v1alpha3"],
  udproutes: ["v1", "v1alpha2"],
};

/**
 * Minor releases of Gateway API 1 that agentgateway 1.4 supports, first and last.
 * Source: https://agentgateway.dev/docs/kubernetes/latest/reference/versions/
 */
export const SUPPORTED = { first: 4, last: 6 } as const;

/** Those releases, in words. */
export const SUPPORTED_RELEASES = `v1.${SUPPORTED.first} to v1.${SUPPORTED.last}`;

/** Whether agentgateway supports a release; nothing where its name tells nothing. */
export function isSupported(version: string): boolean | undefined {
  const [, major, minor] = /^v?(\d+)\.(\d+)\./.exec(version) ?? [];
  if (major === undefined) return undefined;
  return major === "1" && Number(minor) >= SUPPORTED.first && Number(minor) <= SUPPORTED.last;
}
