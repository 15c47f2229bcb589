import { GATEWAY_API_PATH } from "../../../components/application/children";
import type { versions } from "../../../components/versions";
import type { KubernetesObject } from "../../../kube/object";
import type { Finding } from "../finding";

/** A version that was found somewhere. */
export interface Installed {
  /** The object that shows it. */
  where: string;
  /** Whose version it is. */
  of: keyof typeof versions;
  /** Nothing where it is not known. */
  version?: string;
}

/** The versions that an environment is described with. */
export type DesiredVersions = Record<keyof typeof versions, string>;

/** What is installed in another version than is described. */
export function assessVersions(installed: readonly Installed[], desired: DesiredVersions): Finding[] {
  return installed
    .filter(({ of, version }) => version !== undefined && plain(version) !== plain(desired[of]))
    .map(({ where, of, version }) => ({
      side: "versions",
      where,
      what: `is of ${NAMES[of]} ${plain(version!)}, and described is ${plain(desired[of])}`,
      remedy: REMEDIES[of],
    }));
}

/** The versions of charts and of Gateway API that Applications are described with. */
export function versionsIn(applications: readonly KubernetesObject[]): Partial<DesiredVersions> {
  const sources = applications.map(({ spec }) => (spec as { source: Source }).source);
  const revisionOf = (isIt: (source: Source) => boolean) => sources.find(isIt)?.targetRevision;
  const agentgateway = revisionOf(({ chart }) => chart !== undefined);
  const gatewayApi = revisionOf(({ path }) => path === GATEWAY_API_PATH);
  return { ...(agentgateway !== undefined && { agentgateway }), ...(gatewayApi !== undefined && { gatewayApi }) };
}

interface Source {
  chart?: string;
  path?: string;
  targetRevision: string;
}

const NAMES: Record<keyof typeof versions, string> = {
  argocd: "Argo CD",
  agentgateway: "agentgateway",
  gatewayApi: "Gateway API",
};

const UPGRADE = "Argo CD deploys what Git says: see why not, or who deploys it beside Argo CD.";

const REMEDIES: Record<keyof typeof versions, string> = {
  argocd: "pulumi up of the stack that installs Argo CD brings it to this version.",
  agentgateway: UPGRADE,
  gatewayApi: UPGRADE,
};

/** Tags are written with and without the letter. */
function plain(version: string): string {
  return version.replace(/^v/, "");
}

/** The version in the name of an image: its tag, without what follows it. Nothing for an image by digest alone. */
export function imageVersion(image: string): string | undefined {
  return /:(v?\d+(?:\.\d+)*)[^/:]*$/.exec(image.split("@")[0]!)?.[1];
}
