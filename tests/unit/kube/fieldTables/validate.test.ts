import assert from "node:assert/strict";
import { formatPath } from "../../../../core/validationErrors";
import { TABLE_NAMES, tableOf, TABLES } from "../../../../kube/fieldTables/tables";
import { fieldErrors } from "../../../../kube/fieldTables/validate";
import { example, pathIn, placesOf, valueWith } from "../../../../dev/support/fieldTables/examples";
import { mistakesIn } from "../../../../dev/support/fieldTables/mistakes";

for (const name of TABLE_NAMES) {
  describe(`the field table ${TABLES[name]}`, () => {
    const { kinds, nodes } = tableOf(name);

    for (const [kind, node] of Object.entries(kinds)) {
      it(`takes ${kind} with any field, and refuses it with a mistake in any field, at the field`, () => {
        for (const { path, node: place } of placesOf(node, nodes)) {
          const right = example(place, nodes);
          assert.deepEqual(fieldErrors(valueWith(node, nodes, path, right), node, nodes), [], path.join("."));
          for (const [what, wrong, within = []] of mistakesIn(right, place)) {
            const at = formatPath([...pathIn(path), ...within]);
            const errors = fieldErrors(valueWith(node, nodes, path, wrong), node, nodes);
            const places = errors.map((error) => formatPath(error.path));
            assert.ok(places.includes(at), `${what} at ${at} has errors at ${places.join(", ")}`);
          }
        }
      });
    }
  });
}
