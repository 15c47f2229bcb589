import assert from "node:assert/strict";
import fc from "fast-check";
import { errorsInObjects } from "../../../checks";
import { UserError } from "../../../core/errors";
import { environmentSchema, type Environment } from "../../../config/schema";
import { validateEnvironment } from "../../../config/validate";
import type { PlainObject } from "../../../core/merge";
import { readManifests } from "../../../checks/manifest";
import { renderTree } from "../../../gitops/tree";
import { sound } from "../../messages/platform";

/** Texts that have led others astray: out of a directory, out of a string, into a prototype, into an endless search. */
const hostile = fc.constantFrom(
  "../../../etc/passwd",
  "/etc/passwd",
  "..",
  "__proto__",
  "constructor",
  "toString",
  "${{ secrets.X }}",
  "{{ .Values.x }}",
  "$(id)",
  "\u0000",
  "\u202e",
  "a\nkind: Secret",
  "---",
  "*alias",
  "!!js/function 'x'",
  "a".repeat(100_000),
  `${"a".repeat(5000)}!`,
  "-".repeat(5000),
);
const text = fc.oneof(hostile, fc.string({ unit: "binary", maxLength: 40 }));
const { value: anyValue } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    text,
    fc.constantFrom(null, true, 0, -1, 1e308, NaN),
    fc.integer(),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(text, tie("value"), { maxKeys: 4 }),
  ),
}));

const TOP = Object.keys(environmentSchema.shape);
/** Somewhere in a configuration: at its top, in an entry of a catalogue, or in a field of one. */
const place = fc.oneof(
  fc.tuple(fc.constantFrom(...TOP)),
  fc.tuple(fc.constantFrom("llmProviders", "mcpServers", "agents", "policies", "mcpRoutes"), text),
  fc.tuple(
    fc.constantFrom("llmProviders.openai", "mcpServers.fetcher", "agents.planner", "gateway"),
    fc.oneof(text, fc.constantFrom("path", "image", "env", "upstream", "promptGuard", "listeners", "observability")),
  ),
);

function nested([first, ...rest]: readonly string[], value: unknown): PlainObject {
  const keys = [...(first ?? "").split("."), ...rest];
  return keys.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as PlainObject;
}

/** The environment, where a configuration is one; whatever else than a mistake is told of it fails the test. */
function validated(over: PlainObject): Environment | undefined {
  try {
    return validateEnvironment("test", [sound, over]);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // Each error in a few lines, whatever was in the value.
    assert.ok(
      error.errors.every(({ problem }) => problem.length < 2000),
      error.message.slice(0, 4000),
    );
    return undefined;
  }
}

describe("hostile input", () => {
  it("in a configuration is refused as a mistake, or rendered where it belongs", function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(place, anyValue, (where, value) => {
        const environment = validated(nested(where, value));
        if (environment === undefined) return;
        const errors = errorsInObjects(environment);
        if (errors.length > 0) return;
        const tree = renderTree({ base: environment, environments: [environment] });
        for (const path of tree.keys()) assert.match(path, /^(k8s|app-of-apps)\/[a-z0-9/-]+\.yaml$|^repo\.yml$/);
      }),
      { numRuns: 500 },
    );
  });

  it("in a manifest is an error of that file", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          anyValue.map((value) => JSON.stringify(value) ?? ""),
        ),
        (written) => {
          const { items, errors } = readManifests([{ path: "k8s/base/mine.yaml", text: written }]);
          for (const { path } of errors) assert.ok(path.startsWith("k8s/base/mine.yaml"), path);
          for (const { object } of items) assert.equal(typeof object.metadata.name, "string");
        },
      ),
      { numRuns: 500 },
    );
  });
});
