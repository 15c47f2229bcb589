import type { LiveMeta } from "../../../kube/live";
import type { ClusterReader } from "../../../kube/reach";
import { versions } from "../../versions";
import { bundle, BUNDLE_VERSION, CHANNEL, INSTALLED_CHANNEL } from "./bundle";
import { originOf, type Origin } from "./origin";

/** A CRD of Gateway API on a cluster. */
export interface FoundCrd extends Origin {
  /** Such as `gateways`. */
  plural: string;
  /** Release of Gateway API, such as `v1.6.1`. */
  version?: string;
  /** `standard` or `experimental`. */
  channel?: string;
  /** Versions in which the API server may have stored objects. Nothing where the CRD is the one that would be installed. */
  storedVersions?: readonly string[];
}

/** Path of a CRD of Gateway API. */
export function crdPath(plural: string): string {
  return `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${plural}.gateway.networking.k8s.io`;
}

/** Reads the CRDs of Gateway API that a cluster has, of those that the bundle has. Nothing where they may not be read. */
export async function readCrds(reader: ClusterReader): Promise<FoundCrd[] | undefined> {
  const found = await Promise.all(Object.keys(bundle).map((plural) => readCrd(reader, plural)));
  return found.some((each) => each === "forbidden")
    ? undefined
    : found.filter((each) => each !== undefined && each !== "forbidden");
}

async function readCrd(reader: ClusterReader, plural: string): Promise<FoundCrd | "forbidden" | undefined> {
  // With its schema, one has up to half a megabyte.
  const answer = await reader.readIfAllowed<{ metadata: LiveMeta }>(crdPath(plural), { metadataOnly: true });
  if (answer === undefined) return "forbidden";
  if (answer.found === undefined) return undefined;
  const { metadata } = answer.found;
  const [version, channel] = [metadata.annotations?.[BUNDLE_VERSION], metadata.annotations?.[CHANNEL]];
  const crd = { plural, ...(version && { version }), ...(channel && { channel }), ...originOf(metadata) };
  if (isInstalled(crd)) return crd;
  const whole = await reader.read<{ status?: { storedVersions?: string[] } }>(crdPath(plural));
  return { ...crd, storedVersions: whole?.status?.storedVersions ?? [] };
}

/** Whether a CRD is the one that would be installed. */
export function isInstalled({ version, channel }: Pick<FoundCrd, "version" | "channel">): boolean {
  return version === versions.gatewayApi && channel === INSTALLED_CHANNEL;
}
