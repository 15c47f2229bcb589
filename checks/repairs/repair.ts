import { isDeepStrictEqual } from "node:util";
import type { ValidationError } from "../../core/errors";
import { withEdits } from "../../kube/kustomize/edit";
import { showField, type Edit } from "../../kube/kustomize/splice";
import { at, type Item } from "../inventory";

/** What in a file written by hand only one correction makes sense of, which `npm run render` makes. */
export interface Repair {
  item: Item;
  /** The field, as a reader knows it. */
  field: string;
  keys: readonly (string | number)[];
  /** The value that it gets. Default: it is removed. */
  value?: string;
  /** Another field that stands in its place. */
  instead?: Edit["instead"];
  /** What is wrong with it. */
  problem: string;
}

/** Repairs of the objects whose place in their file is known. */
export function editOf({ item, keys, value, instead }: Repair): Edit | undefined {
  const place = item.written?.place;
  return place && { place, keys, ...(value === undefined ? {} : { value }), ...(instead ? { instead } : {}) };
}

/** What stands there afterwards; nothing where the field is removed. */
export function resultOf({ value, instead }: Repair): string | undefined {
  return instead ? showField(instead) : value;
}

/** The items as they are once they are repaired. */
export function repaired(items: readonly Item[], repairs: readonly Repair[]): Item[] {
  return items.map((item) => {
    const edits = repairs.filter((repair) => isOf(repair, item)).flatMap((repair) => editOf(repair) ?? []);
    return edits.length === 0 || !item.written
      ? item
      : { ...item, object: withEdits(item.object, item.written.place, edits) };
  });
}

/** Whether a repair is of an object, which may have been repaired since. */
function isOf({ item: { origin, written } }: Repair, item: Item): boolean {
  return origin === item.origin && written !== undefined && isDeepStrictEqual(written.place, item.written?.place);
}

/** Repairs that were not made yet, for whoever only looks. */
export function errorOf(repair: Repair): ValidationError {
  const { item, field, problem } = repair;
  const result = resultOf(repair);
  const remedy =
    result === undefined ? "Leave it out: `npm run render` does so." : `Write ${result}: \`npm run render\` does so.`;
  return { path: at(item, field), problem, remedy };
}

/** Whether two repairs are one, found in two environments. */
export function isSame(one: Repair, other: Repair): boolean {
  return one.item.origin === other.item.origin && isDeepStrictEqual(editOf(one), editOf(other));
}
