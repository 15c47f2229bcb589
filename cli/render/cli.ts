import { assertAllValid } from "../../checks";
import { assertNoneBroken, loadCheckout } from "../../config/checkout";
import { UserError } from "../../core/errors";
import { platform } from "../../platform";
import { assertTreeIsCurrent, overwriteErrors } from "../../gitops/check";
import { compareTree, handWrittenManifests, handWrittenTexts, writeTree } from "../../gitops/files";
import { objectTexts } from "../../gitops/objects";
import { renderTree } from "../../gitops/tree";
import { changeReasons } from "../../gitops/changeReasons";

/** `npm run render`. */
export function render({ check, objects }: { check?: boolean; objects?: boolean }): void {
  const directory = process.cwd();
  const checkout = loadCheckout(platform, directory);
  assertNoneBroken(checkout);
  assertAllValid(checkout, handWrittenTexts(directory));
  if (objects) {
    const handWritten = handWrittenTexts(directory);
    const stacks = checkout.environments.map((environment) => [
      environment.name,
      objectTexts(environment, handWritten),
    ]);
    return console.log(JSON.stringify(Object.fromEntries(stacks)));
  }
  if (check) {
    assertTreeIsCurrent(checkout, directory);
    return console.log("k8s/, app-of-apps/ and repo.yml are what the configuration says.");
  }
  const tree = renderTree(checkout, handWrittenManifests(directory));
  const difference = compareTree(tree, directory);
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
