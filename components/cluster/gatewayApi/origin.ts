import { FIELD_MANAGER } from "../../../kube/cluster";
import type { LiveMeta, ManagedFields } from "../../../kube/live";
import { GATEWAY_API_CRDS } from "../../application/children";
import { CONTROLLER_NAMESPACE } from "../../controller/namespace";
import { BUNDLE_VERSION } from "./bundle";

/** The field manager of Argo CD. */
const ARGOCD = "argocd-controller";
/** Where Argo CD writes what deploys an object: the Application, the object, and the namespace of the Application's destination. */
const TRACKING = "argocd.argoproj.io/tracking-id";
/** The same, where Argo CD is set to go by labels. */
const INSTANCE = "app.kubernetes.io/instance";

/** Who has installed a CRD. */
export interface Origin {
  /** A stack of this program, be it that it was destroyed since: CRDs stay. */
  ours: boolean;
  /** The field managers that have set its release, with Argo CD's Application. Nothing where nothing tells. */
  setBy: readonly string[];
}

/**
 * Who has installed a CRD of Gateway API. It is whoever set the release that it has: where somebody else has installed
 * another one since, the API server remembers ours in fields that did not change.
 */
export function originOf(metadata: Pick<LiveMeta, "annotations" | "labels" | "managedFields">): Origin {
  const entries = (metadata.managedFields ?? []).filter(({ subresource }) => !subresource);
  const setting = entries.filter(setsRelease);
  const managers = (setting.length > 0 ? setting : entries).map(({ manager }) => manager).filter(isText);
  const application = applicationOf(metadata);
  const isOurs = (manager: string) =>
    manager === FIELD_MANAGER || (manager === ARGOCD && application !== undefined && application.ours);
  const shown = (manager: string) =>
    manager === ARGOCD && application ? `Argo CD's Application ${application.name}` : manager;
  return { ours: managers.some(isOurs), setBy: [...new Set(managers.map(shown))] };
}

function setsRelease({ fieldsV1 }: ManagedFields): boolean {
  return fieldsV1?.["f:metadata"]?.["f:annotations"]?.[`f:${BUNDLE_VERSION}`] !== undefined;
}

/** The Application that Argo CD deploys an object with. One of a stack has its name, and deploys to the controller's namespace. */
function applicationOf({ annotations, labels }: Pick<LiveMeta, "annotations" | "labels">) {
  const [name, , path] = annotations?.[TRACKING]?.split(":") ?? [];
  if (name !== undefined) {
    return { name, ours: name.startsWith(GATEWAY_API_CRDS) && path?.split("/")[0] === CONTROLLER_NAMESPACE };
  }
  const instance = labels?.[INSTANCE];
  return instance === undefined ? undefined : { name: instance, ours: instance.startsWith(GATEWAY_API_CRDS) };
}

function isText(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}
