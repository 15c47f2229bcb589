import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { isIPv4, isIPv6 } from "node:net";
import { dirname } from "node:path";
import Ajv, { type ValidateFunction } from "ajv";
import fc from "fast-check";
import { parseAllDocuments } from "yaml";
import type { Node } from "../../kube/fieldTables/node";
import { TABLE_NAMES, tableOf, tablePath, type TableName } from "../../kube/fieldTables/tables";
import { fieldErrors } from "../../kube/fieldTables/validate";
import { ensureToolchain } from "../../dev/sandbox/toolchain";
import { schemaFiles } from "../../dev/schemas/files";
import { crdFiles } from "../../dev/support/crds";
import { strict, type Schema } from "../../dev/support/crdSchema";
import { arbitraryOf } from "../../dev/support/fieldTables/arbitrary";
import { example, placesOf, valueWith } from "../../dev/support/fieldTables/examples";
import { mistakesIn } from "../../dev/support/fieldTables/mistakes";
import { runs, SEED } from "../../dev/support/property";

/** Objects of each kind. */
const OBJECTS = 30;

const OF_CRDS: readonly TableName[] = ["agentgateway", "gatewayApi"];

describe(`the field tables (seed ${SEED})`, () => {
  it("and types are those of the charts and modules: `npm run schemas` would write nothing new", async () => {
    const files = Object.entries(await schemaFiles());
    assert.equal(files.length, TABLE_NAMES.length + 3);
    const kept = readdirSync(dirname(tablePath("agentgateway")));
    assert.equal(kept.length, TABLE_NAMES.length, "no table of a former release is left");
    for (const [path, text] of files) assert.ok(text === readFileSync(path, "utf8"), path);
  });

  describe("say the same as the CRD", () => {
    const validators = new Map<string, ValidateFunction>();

    before(async () => {
      const { assets } = await ensureToolchain({ only: [] });
      for (const file of crdFiles(assets))
        for (const document of parseAllDocuments(readFileSync(file, "utf8")))
          addValidators(document.toJS() as Crd | null);
    });

    function addValidators(crd: Crd | null): void {
      if (crd?.kind !== "CustomResourceDefinition") return;
      for (const { name, schema } of crd.spec.versions) {
        const ajv = new Ajv({ strict: false, formats: { ipv4: isIPv4, ipv6: isIPv6 } });
        validators.set(`${crd.spec.group}/${name} ${crd.spec.names.kind}`, ajv.compile(strict(schema.openAPIV3Schema)));
      }
    }

    for (const table of OF_CRDS) {
      const { kinds, nodes } = tableOf(table);
      for (const [kind, node] of Object.entries(kinds)) {
        it(`of ${kind}`, function () {
          this.timeout(120_000);
          const validate = validators.get(kind) as ValidateFunction;
          let refused = 0;
          const compare = (value: unknown) => {
            const takes = fieldErrors(value, node, nodes).length === 0;
            assert.equal(takes, validate(value), JSON.stringify({ errors: validate.errors, value }));
            if (!takes) refused++;
          };
          for (const value of fc.sample(arbitraryOf(node, nodes), runs(OBJECTS))) compare(value);
          for (const value of mistakenIn(node)) compare(value);
          assert.ok(refused > 0, "one of them is refused");
        });
      }

      function* mistakenIn(node: Node): Generator<unknown> {
        for (const { path, node: place } of placesOf(node, nodes))
          for (const [what, wrong] of mistakesIn(example(place, nodes), place))
            // Of these, JSON Schema without formats knows nothing.
            if (!["repeated", "out of range"].includes(what)) yield valueWith(node, nodes, path, wrong);
      }
    }
  });
});

interface Crd {
  kind: string;
  spec: { group: string; names: { kind: string }; versions: { name: string; schema: { openAPIV3Schema: Schema } }[] };
}
