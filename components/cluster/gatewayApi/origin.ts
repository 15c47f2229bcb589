import { FIELD_MANAGER } from "../../../kube/cluster";
import { ARGOCD_MANAGER } from "../../../kube/managedFields";
import type { LiveMeta, ManagedFields } from "../../../kube/live";
import { GATEWAY_API_CRDS } from "../../application/children";
import { nameInMark, TRACKING_ID, TRACKING_LABEL } from "../../argocd/tracking";
import { CONTROLLER_NAMESPACE } from "../../controller/namespace";
import { BUNDLE_VERSION, CHANNEL, INSTALLED_CHANNEL } from "./bundle";

/** Releases of Gateway API that stacks of this program have installed by Argo CD: all that there ever were. */
export const INSTALLED: readonly string[] = ["v1.6.1"];

/** The metadata by which it is told who has installed an object. */
export type Told = Pick<LiveMeta, "annotations" | "labels" | "managedFields">;

/** What Argo CD leaves on a cluster beside the CRDs of Gateway API, which bear no mark of their Application. */
export interface Traces {
  /** The admission policy, which each bundle has that this program installs. A `destroy` takes it. Nothing where there is none. */
  policy?: Told | undefined;
  /** A CRD of agentgateway, which stays. Nothing where there is none. */
  agentgateway?: Told | undefined;
}

/** Who has installed a CRD. */
export interface Origin {
  /** A stack of this program, be it that it was destroyed since: CRDs stay. */
  ours: boolean;
  /** The field managers that have set its release, or Argo CD's Application. Nothing where nothing tells. */
  setBy: readonly string[];
}

/**
 * Who has installed a CRD of Gateway API. It is whoever set the release that it has: where somebody else has installed
 * another one since, the API server remembers ours in fields that did not change.
 */
export function originOf(crd: Told, traces: Traces): Origin {
  const managers = releasers(crd);
  const application = traces.policy && applicationOf(traces.policy);
  const isOurs = (manager: string) =>
    manager === FIELD_MANAGER ||
    (manager === ARGOCD_MANAGER && (traces.policy ? application?.ours === true : isLeft(crd, traces)));
  const shown = (manager: string) =>
    manager === ARGOCD_MANAGER && application ? `Argo CD's Application ${application.name}` : manager;
  return { ours: managers.some(isOurs), setBy: [...new Set(managers.map(shown))] };
}

/** Whether a stack of this program has installed the admission policy. */
export function isOurPolicy(policy: Told): boolean {
  return applicationOf(policy)?.ours ?? releasers(policy).includes(FIELD_MANAGER);
}

/** Whether Argo CD may have left a CRD when a stack was destroyed: the very release, with agentgateway's CRDs beside it. */
function isLeft({ annotations = {} }: Told, { agentgateway }: Traces): boolean {
  return (
    INSTALLED.includes(annotations[BUNDLE_VERSION] ?? "") &&
    annotations[CHANNEL] === INSTALLED_CHANNEL &&
    agentgateway !== undefined &&
    releasers(agentgateway).includes(ARGOCD_MANAGER)
  );
}

/** Who has set the release of an object; where it has none, who has set anything. */
function releasers({ managedFields = [] }: Told): string[] {
  const entries = managedFields.filter(({ subresource }) => !subresource);
  const setting = entries.filter(setsRelease);
  return (setting.length > 0 ? setting : entries).flatMap(({ manager }) => (manager ? [manager] : []));
}

function setsRelease({ fieldsV1 }: ManagedFields): boolean {
  return fieldsV1?.["f:metadata"]?.["f:annotations"]?.[`f:${BUNDLE_VERSION}`] !== undefined;
}

/** The Application that Argo CD deploys an object with. One of a stack has its name, and deploys to the controller's namespace. */
function applicationOf({ annotations, labels }: Told): { name: string; ours: boolean } | undefined {
  const [mark, , path] = annotations?.[TRACKING_ID]?.split(":") ?? [];
  if (mark !== undefined) {
    const name = nameInMark(mark);
    return { name, ours: name.startsWith(GATEWAY_API_CRDS) && path?.split("/")[0] === CONTROLLER_NAMESPACE };
  }
  const instance = labels?.[TRACKING_LABEL];
  if (instance === undefined) return undefined;
  const name = nameInMark(instance);
  return { name, ours: name.startsWith(GATEWAY_API_CRDS) };
}
