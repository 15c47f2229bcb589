import { childApplications, configurationApplication } from "../../components/application/children";
import { rootName } from "../../components/application/root";
import { markOf } from "../../components/argocd/tracking";
import type { LiveObject } from "../../kube/live";
import type { KubernetesObject } from "../../kube/object";
import { refKey, refOf, type ObjectRef } from "../../kube/ref";
import { listedBy, type LiveApplication } from "./application";
import { applicationsOf } from "./applications";
import type { Facts } from "./facts";
import { isTracked, trackingLabel } from "./tracking";

/** What of the objects that an Application lists bears its mark: Argo CD would prune it with the Application. */
export function markedBy({ environment, live }: Pick<Facts, "environment" | "live">, application: LiveApplication) {
  const label = trackingLabel(environment, live);
  const mark = markOf(application.metadata, environment.argocd.namespace);
  return listedBy(application)
    .map(refOf)
    .filter((ref) => {
      const object = live.get(refKey(ref));
      return object !== undefined && isTracked(object, mark, label);
    });
}

/** Keys of what is described: by Pulumi, and in the new tree. */
export function desiredKeys({ owned, delivered }: Pick<Facts, "owned" | "delivered">): Set<string> {
  return new Set([...owned, ...delivered].map((object) => refKey(refOf(object))));
}

/**
 * What the environment's Applications have on the cluster that would have no place in the new tree. Of the charts and CRDs Argo CD
 * itself tells later: only it knows what is in them.
 */
export function orphansOf(facts: Facts): ObjectRef[] {
  const { environment } = facts;
  const desired = desiredKeys(facts);
  const children = childApplications(environment).map((child) => refKey(refOf(child)));
  return applicationsOf(facts).before.flatMap((application) => {
    const { name } = application.metadata;
    const orphans = markedBy(facts, application).filter((object) => !desired.has(refKey(object)));
    if (name === configurationApplication(environment)) return orphans;
    return name === rootName(environment) ? orphans.filter((object) => !children.includes(refKey(object))) : [];
  });
}

/** A Secret can't come from Git, and an Application that is no longer tracked deletes nothing; others have an owner. */
export function isLeft({ kind }: ObjectRef): boolean {
  return kind === "Secret" || kind === "Application";
}

/** What the Applications must forget, so that they do not prune it: what becomes Pulumi's, and what is left. */
export function untracked(facts: Facts): LiveObject[] {
  const owned = new Set(facts.owned.map((object) => refKey(refOf(object))));
  const tracked = applicationsOf(facts).before.flatMap(listedBy).map(refOf);
  return [...tracked.filter((object) => owned.has(refKey(object))), ...orphansOf(facts).filter(isLeft)]
    .map((object) => facts.live.get(refKey(object)))
    .filter((object) => object !== undefined);
}

/** What stays Argo CD's. CRDs bear no mark of it. */
export function keptByArgoCd(facts: Facts): KubernetesObject[] {
  const owned = new Set(facts.owned.map((object) => refKey(refOf(object))));
  const left = new Set(untracked(facts).map((object) => refKey(refOf(object))));
  return applicationsOf(facts).before.flatMap((application) => {
    const marked = new Set(markedBy(facts, application).map(refKey));
    return listedBy(application).filter((object) => {
      const key = refKey(refOf(object));
      return !owned.has(key) && !left.has(key) && (object.kind === "CustomResourceDefinition" || marked.has(key));
    });
  });
}
