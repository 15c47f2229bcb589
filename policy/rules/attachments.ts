import { itemsIn, matchesLabels, textIn, valueIn } from "../../checks/fields";
import type { KubernetesObject } from "../../kube/object";

/** The path of a request to a rule of a route: the objects that a policy can be attached to, the nearest to the rule first. */
export type AttachmentPath = readonly Attachment[];

/** An object, or a part of it: a listener of a Gateway, a rule of a route. */
interface Attachment {
  object: KubernetesObject;
  section?: string;
}

/** The paths to a rule: one for each listener that its route is attached to. */
export function attachmentPaths(
  route: KubernetesObject,
  ruleName: string | undefined,
  objects: readonly KubernetesObject[],
): AttachmentPath[] {
  const near: Attachment[] = [
    ...(ruleName === undefined ? [] : [{ object: route, section: ruleName }]),
    { object: route },
  ];
  return itemsIn(route, "spec", "parentRefs").flatMap(({ name, sectionName }) =>
    objects
      .filter(({ kind, metadata }) => kind === "Gateway" && metadata.name === name)
      .flatMap((gateway) =>
        itemsIn(gateway, "spec", "listeners")
          .filter((listener) => sectionName === undefined || listener.name === sectionName)
          .map((listener) => [...near, { object: gateway, section: String(listener.name) }, { object: gateway }]),
      ),
  );
}

/** What the policies say of a field of `traffic` to requests on a path: of several, the nearest to the rule counts. */
export function effectivePolicies(
  path: AttachmentPath,
  field: string,
  policies: readonly KubernetesObject[],
): unknown[] {
  for (const stop of path) {
    const values = policies
      .filter((policy) => isFor(policy, stop))
      .map((policy) => valueIn(policy, "spec", "traffic", field))
      .filter((value) => value !== undefined);
    if (values.length > 0) return values;
  }
  return [];
}

function isFor(policy: KubernetesObject, { object, section }: Attachment): boolean {
  const same = (target: { kind?: unknown; sectionName?: unknown }) =>
    target.kind === object.kind && target.sectionName === section;
  return (
    itemsIn(policy, "spec", "targetRefs").some((ref) => same(ref) && textIn(ref, "name") === object.metadata.name) ||
    itemsIn(policy, "spec", "targetSelectors").some(
      (selector) => same(selector) && matchesLabels(selector.matchLabels, object.metadata.labels),
    )
  );
}
