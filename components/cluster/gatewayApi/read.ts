import { definitionPath } from "../../../kube/kinds";
import type { LiveMeta } from "../../../kube/live";
import type { ClusterReader } from "../../../kube/reach";
import { clusterObjects } from "../../application/clusterObjects";
import { versions } from "../../versions";
import { bundle, BUNDLE_VERSION, CHANNEL, INSTALLED_CHANNEL } from "./bundle";
import { isOurPolicy, originOf, type Origin, type Traces } from "./origin";

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
  return definitionPath(`${plural}.gateway.networking.k8s.io`);
}

const POLICY = `/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/${clusterObjects.admissionPolicy}`;
const AGENTGATEWAY = definitionPath("agentgatewaybackends.agentgateway.dev");

/** What a cluster has of Gateway API. */
export interface FoundGatewayApi {
  /** Its CRDs, of those that the bundle has. Nothing where they may not be read. */
  crds?: FoundCrd[];
  /** Whether the admission policy is there that a stack of this program has installed. */
  ourPolicy: boolean;
}

/** Reads what a cluster has of Gateway API. */
export async function readGatewayApi(reader: ClusterReader): Promise<FoundGatewayApi> {
  const plurals = Object.keys(bundle);
  const [policy, agentgateway, ...answers] = await Promise.all(
    [POLICY, AGENTGATEWAY, ...plurals.map(crdPath)].map((path) =>
      // With its schema, a CRD has up to half a megabyte.
      reader.readIfAllowed<{ metadata: LiveMeta }>(path, { metadataOnly: true }),
    ),
  );
  const ourPolicy = policy?.found !== undefined && isOurPolicy(policy.found.metadata);
  if (answers.includes(undefined)) return { ourPolicy };
  const traces = { policy: policy?.found?.metadata, agentgateway: agentgateway?.found?.metadata };
  const found = answers.map(
    async (answer, index) =>
      answer?.found && described(reader, plurals[index] as string, answer.found.metadata, traces),
  );
  return { crds: (await Promise.all(found)).filter((each) => each !== undefined), ourPolicy };
}

async function described(reader: ClusterReader, plural: string, metadata: LiveMeta, traces: Traces): Promise<FoundCrd> {
  const [version, channel] = [metadata.annotations?.[BUNDLE_VERSION], metadata.annotations?.[CHANNEL]];
  const crd = { plural, ...(version && { version }), ...(channel && { channel }), ...originOf(metadata, traces) };
  if (isInstalled(crd)) return crd;
  const whole = await reader.read<{ status?: { storedVersions?: string[] } }>(crdPath(plural));
  return { ...crd, storedVersions: whole?.status?.storedVersions ?? [] };
}

/** Whether a CRD is the one that would be installed. */
export function isInstalled({ version, channel }: Pick<FoundCrd, "version" | "channel">): boolean {
  return version === versions.gatewayApi && channel === INSTALLED_CHANNEL;
}
