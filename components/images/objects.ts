import { isPlainObject } from "../../core/merge";
import { rewriteImage } from "./rewrite";
import type { ImageRules } from "./spec";

/** Lists of containers wherever they are: in pod templates, in overlays of a proxy, in a chart's values. */
const CONTAINERS = /containers$/i;

/** Every image that the containers in a value run, in the order in which they are written. */
export function imagesIn(value: unknown, key = ""): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => [...imageOf(item, key), ...imagesIn(item)]);
  return isPlainObject(value) ? Object.entries(value).flatMap(([name, item]) => imagesIn(item, name)) : [];
}

/** A value, such as a Kubernetes object, whose containers run the images that the rules lead to. */
export function withImages<T>(value: T, rules: ImageRules): T {
  return Object.keys(rules).length === 0 ? value : (rewritten(value, rules) as T);
}

function rewritten(value: unknown, rules: ImageRules, key = ""): unknown {
  if (Array.isArray(value)) {
    return value.map((item: unknown) => {
      const [image] = imageOf(item, key);
      const inner = rewritten(item, rules);
      return image === undefined ? inner : { ...(inner as object), image: rewriteImage(image, rules) };
    });
  }
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, rewritten(item, rules, name)]));
}

/** The image of an item of a list, where that is one of containers. */
function imageOf(item: unknown, list: string): string[] {
  return CONTAINERS.test(list) && isPlainObject(item) && typeof item.image === "string" ? [item.image] : [];
}
