import { assessAll, unsound } from "../../checks";
import { loadCheckout, type Description } from "../../config/checkout";
import { together, UserError } from "../../core/errors";
import { platform } from "../../platform";
import { notCurrent, overwriteErrors, treeErrors } from "../../gitops/check";
import { compareTree, handWrittenTexts, writeTree } from "../../gitops/files";
import { linksOut } from "../../gitops/refusedFiles";
import { repairManifests, showRepair } from "../../gitops/repair";
import { allBut, type Scope } from "../../gitops/scope";
import { objectTexts } from "../../gitops/objects";
import { renderTree } from "../../gitops/tree";
import { changeReasons } from "../../gitops/changeReasons";

/** `npm run render`. A stack with errors stops no other: its files stay as they were rendered last, and its errors are named. */
export async function render({ check, objects }: { check?: boolean; objects?: boolean }): Promise<void> {
  const directory = process.cwd();
  const checkout = loadCheckout(platform, directory);
  if (!check && !objects) for (const repair of repairManifests(checkout, directory)) console.log(showRepair(repair));
  const assessed = assessAll(checkout, handWrittenTexts(directory));
  const links = await linksOut(directory);
  const errors = [...assessed.errors, ...links];
  const sound = links.length > 0 ? [] : assessed.sound;
  const problems = [...checkout.broken.map(({ error }) => error), ...(errors.length > 0 ? [unsound(errors)] : [])];
  if (problems.length > 0 && sound.length === 0) throw together(problems);
  const description = { base: checkout.base, environments: sound };
  const left = [
    ...checkout.broken.map(({ stack }) => stack),
    ...checkout.environments.filter((environment) => !sound.includes(environment)).map(({ name }) => name),
  ];
  if (objects) {
    // A stack that is left out would look as if all of its objects were removed.
    if (problems.length > 0) throw together(problems);
    return printObjects(description, directory);
  }
  if (check) {
    const stale = treeErrors(description, directory, allBut(left));
    if (stale.length > 0) problems.unshift(notCurrent(stale));
    if (problems.length > 0) throw together(problems);
    return console.log("k8s/, app-of-apps/ and repo.yml are what the configuration says.");
  }
  write(description, directory, allBut(left));
  if (problems.length > 0) {
    throw together([...problems, new UserError(`What was rendered of ${left.join(", ")} earlier is left as it is.`)]);
  }
}

function printObjects({ environments }: Description, directory: string): void {
  const handWritten = handWrittenTexts(directory);
  const stacks = environments.map((environment) => [environment.name, objectTexts(environment, handWritten)]);
  console.log(JSON.stringify(Object.fromEntries(stacks)));
}

function write(description: Description, directory: string, scope: Scope): void {
  const tree = renderTree(description, handWrittenTexts(directory));
  const difference = compareTree(tree, directory, scope);
  const obstacles = overwriteErrors(difference);
  if (obstacles.length > 0) throw new UserError("Nothing was written:", obstacles);
  const reasons = changeReasons(tree, directory, difference);
  writeTree(tree, directory, difference);
  const { missing, stale, obsolete } = difference;
  for (const [verb, paths] of [
    ["new", missing],
    ["changed", stale],
    ["removed", obsolete],
  ] as const) {
    for (const path of paths) console.log(`${verb.padEnd(8)} ${path}`);
  }
  if (reasons.length > 0)
    console.log(["", "Since the last rendering:", ...reasons.map((why) => `  - ${why}`), ""].join("\n"));
  const unchanged = tree.size - missing.length - stale.length;
  console.log(
    `${tree.size} files: ${missing.length} new, ${stale.length} changed, ${obsolete.length} removed, ${unchanged} as they were.`,
  );
}
