import { furtherLabels } from "../../components/labels/spec";
import { isPlainObject } from "../../core/merge";
import type { KubernetesObject } from "../../kube/object";

/**
 * The labels that a live workload has in its selector beside those of the desired one: what `selectorLabels` is for. Nothing where
 * the two differ in more.
 */
export function furtherSelectorLabels(
  live: KubernetesObject | undefined,
  desired: KubernetesObject,
): Record<string, string> | undefined {
  const [has, wants] = [matchLabels(live), matchLabels(desired)];
  if (has === undefined || wants === undefined) return undefined;
  if (Object.entries(wants).some(([key, value]) => has[key] !== value)) return undefined;
  const further = Object.fromEntries(Object.entries(has).filter(([key]) => !(key in wants)));
  return Object.keys(further).length > 0 && furtherLabels.safeParse(further).success ? further : undefined;
}

function matchLabels(object: KubernetesObject | undefined): Record<string, string> | undefined {
  const spec = object?.spec;
  if (!isPlainObject(spec) || !isPlainObject(spec.selector) || !isPlainObject(spec.selector.matchLabels))
    return undefined;
  return spec.selector.matchLabels as Record<string, string>;
}
