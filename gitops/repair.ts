import { readFileSync } from "node:fs";
import { join } from "node:path";
import { at, inventory, renderedItems } from "../checks/inventory";
import { readManifests } from "../checks/manifest";
import { repairsOf } from "../checks/repairs";
import { editOf, isSame, resultOf, type Repair } from "../checks/repairs/repair";
import type { Description } from "../config/checkout";
import { writeWhole } from "../core/atomicFile";
import { editManifest } from "../kube/kustomize/edit";
import { handWrittenTexts } from "./files";

/**
 * Corrects files that a person wrote where only one correction makes sense, and says what was corrected. What can't be, as where an
 * alias brings a field, is left to the checks.
 */
export function repairManifests({ base, environments }: Description, directory: string): Repair[] {
  const { items } = readManifests(handWrittenTexts(directory));
  const found = (environments.length > 0 ? environments : [base]).flatMap((environment) =>
    repairsOf(inventory(environment, [...renderedItems(environment), ...items])),
  );
  // Where environments have Gateways of different names, none of them is what a file for all of them can mean.
  const agreed = found.filter((repair) => found.every((other) => !contradicts(repair, other)));
  const repairs = agreed.filter((repair, index) => agreed.findIndex((other) => isSame(repair, other)) === index);
  return [...Map.groupBy(repairs, ({ item }) => item.origin)].flatMap(([path, own]) =>
    repairFile(join(directory, path), own),
  );
}

function contradicts(one: Repair, other: Repair): boolean {
  return one.value !== other.value && isSame({ ...one, value: "" }, { ...other, value: "" });
}

function repairFile(file: string, repairs: readonly Repair[]): Repair[] {
  const before = readFileSync(file, "utf8");
  let text = before;
  const made = repairs.filter((repair) => {
    const edit = editOf(repair);
    const edited = edit && editManifest(text, [edit]);
    text = edited ?? text;
    return edited !== undefined;
  });
  if (text !== before) writeWhole(file, text);
  return made;
}

/** A repair that was made, in a line. */
export function showRepair(repair: Repair): string {
  const { item, field, problem } = repair;
  return `repaired ${at(item, field)}: ${problem}. It is ${resultOf(repair) ?? "left out"} now.`;
}
