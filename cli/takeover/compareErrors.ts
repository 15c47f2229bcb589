import { configurationApplication } from "../../components/application/children";
import { rootName } from "../../components/application/root";
import { TRACKING_ID } from "../../components/argocd/tracking";
import type { ValidationError } from "../../core/errors";
import { groupOf } from "../../kube/apiGroup";
import type { LiveObject } from "../../kube/live";
import { refKey, showRef, type ObjectRef } from "../../kube/ref";
import { prunes, type LiveApplication } from "./application";
import type { Facts } from "./facts";
import { trackingLabel } from "./tracking";

/** What is against syncing an Application, now that Argo CD has compared the new tree with the cluster. */
export function compareErrors(
  application: LiveApplication,
  { environment, live }: Pick<Facts, "environment" | "live">,
): ValidationError[] {
  const { name } = application.metadata;
  const path = `Application ${name}`;
  const errors = (application.status?.conditions ?? []).filter(({ type }) => type.endsWith("Error"));
  const isFromGit = [rootName(environment), configurationApplication(environment)].includes(name);
  return [
    ...errors.map(({ message }) => ({
      path,
      problem: `Argo CD can't compare it: ${message}`,
      remedy: "Correct that, commit and push, and run this again.",
    })),
    ...prunes(application).map((object) => ({
      path,
      problem: `would delete ${showRef(object)}, which is not in the ${isFromGit ? "new tree" : "new chart"}`,
      remedy: isFromGit
        ? "Bring it into the tree, or delete it yourself."
        : `Have Argo CD forget it, then run this again: ${forget(object, live.get(refKey(object)), trackingLabel(environment, live))}. Delete it afterwards, if nobody needs it.`,
    })),
  ];
}

/** The command that takes away the mark by which Argo CD knows an object. */
function forget(ref: ObjectRef, object: LiveObject | undefined, label: string): string {
  const group = groupOf(ref);
  const kind = `${ref.kind.toLowerCase()}${group ? `.${group}` : ""}`;
  const target = `${kind} ${ref.name}${ref.namespace ? ` -n ${ref.namespace}` : ""}`;
  return object !== undefined && object.metadata.annotations?.[TRACKING_ID] === undefined
    ? `kubectl label ${target} ${label}-`
    : `kubectl annotate ${target} ${TRACKING_ID}-`;
}
