import assert from "node:assert/strict";
import fc from "fast-check";
import { stringify } from "yaml";
import { runs } from "../../../../dev/support/property";
import { editManifest, withEdits } from "../../../../kube/kustomize/edit";
import type { Edit } from "../../../../kube/kustomize/splice";
import { readManifest } from "../../../../kube/kustomize/read";

const removing = (document: number, ...keys: (string | number)[]): Edit => ({ place: { document, path: [] }, keys });

describe("a file of a person's with changed fields", () => {
  it("keeps every other line, its comments and its layout", () => {
    const text = [
      "# a route",
      "kind:   HTTPRoute # as documented",
      'apiVersion: "gateway.networking.k8s.io/v1"',
      "metadata:",
      "    namespace: agentgateway-system   # not here",
      "    name: a",
      "spec:",
      "  parentRefs: [ {name: 'http',namespace: x}, { namespace: y, name: b } ]",
      "  rules:",
      "  - backendRefs:",
      "    - namespace: z",
      "      # which",
      "      name: c",
      "status:",
      "  parents:",
      "  - text: |",
      "      more",
      "",
      "---",
      "# another",
      "{ apiVersion: v1, kind: A, metadata: { name: a, uid: u } }",
      "",
    ].join("\n");
    const edits: Edit[] = [
      removing(0, "metadata", "namespace"),
      removing(0, "spec", "parentRefs", 0, "namespace"),
      removing(0, "spec", "parentRefs", 1, "namespace"),
      { ...removing(0, "spec", "parentRefs", 0, "name"), value: "agentgateway-proxy" },
      removing(0, "spec", "rules", 0, "backendRefs", 0, "namespace"),
      removing(0, "status"),
      removing(1, "metadata", "uid"),
    ];
    const edited = [
      "# a route",
      "kind:   HTTPRoute # as documented",
      'apiVersion: "gateway.networking.k8s.io/v1"',
      "metadata:",
      "    name: a",
      "spec:",
      "  parentRefs: [ {name: agentgateway-proxy}, { name: b } ]",
      "  rules:",
      "  - backendRefs:",
      "    - name: c",
      "",
      "---",
      "# another",
      "{ apiVersion: v1, kind: A, metadata: { name: a } }",
      "",
    ].join("\n");
    assert.equal(editManifest(text, edits), edited);
    const windows = (lines: string) => lines.replaceAll("\n", "\r\n");
    assert.equal(editManifest(windows(text), edits), windows(edited));
  });

  it("has another field in the place of one, in lines and in braces", () => {
    const edit: Edit = { ...removing(0, "spec", 0, "host"), instead: { key: "backendRef", value: { name: "b" } } };
    const file = (spec: string) => `apiVersion: v1\nkind: A\nmetadata: { name: a }\nspec:\n${spec}\n`;
    for (const [before, after] of [
      ["- host: b.c.svc # there\n  port: 80", "- backendRef: { name: b } # there\n  port: 80"],
      ["- { port: 80, host: b.c.svc }", "- { port: 80, backendRef: { name: b } }"],
    ] as const)
      assert.equal(editManifest(file(before), [edit]), file(after));
  });

  it("is written anew with its comments, where lines do not show what goes", () => {
    const text = "apiVersion: v1\nkind: A\nmetadata: { name: a }\nspec:\n- a: # why\n    b: 1\n";
    const edited = editManifest(text, [removing(0, "spec", 0, "a", "b")]);
    assert.deepEqual(readManifest(edited as string).objects[0]?.object.spec, [{ a: {} }]);
    assert.match(edited as string, /# why/);
  });

  it("is none, where the field comes by an alias", () => {
    const text = "apiVersion: v1\nkind: A\nmetadata: { name: a }\nx: &x { b: 1 }\ny: *x\nz: { <<: *x }\n";
    assert.equal(editManifest(text, [removing(0, "y", "b")]), undefined);
    assert.equal(editManifest(text, [removing(0, "z", "b")]), undefined);
    assert.equal(editManifest(text, [removing(0, "x", "b")]), undefined);
  });

  it("has every other field as it was, whatever its style", () => {
    const key = fc.constantFrom("a", "b", "c", "name", "on");
    const leaf = fc.oneof(
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constantFrom("x # y", "two\nlines\n", "", "0755"),
    );
    const { map } = fc.letrec<{ map: object; value: unknown }>((tie) => ({
      value: fc.oneof({ depthSize: "small" }, leaf, tie("map"), fc.array(tie("value"), { minLength: 1, maxLength: 3 })),
      map: fc.dictionary(key, tie("value"), { minKeys: 1, maxKeys: 4 }),
    }));
    const style = fc.record({
      collectionStyle: fc.constantFrom("any", "flow"),
      indent: fc.integer({ min: 1, max: 4 }),
      indentSeq: fc.boolean(),
    } as const);
    fc.assert(
      fc.property(map, style, fc.nat(), (spec, how, chosen) => {
        const object = { apiVersion: "v1", kind: "A", metadata: { name: "a" }, spec, last: 1 };
        const file = stringify(object, how);
        const before = readManifest(file).objects.map((each) => each.object);
        const all = [...pathsOf(spec, ["spec"])];
        const edit = removing(0, ...(all[chosen % all.length] as (string | number)[]));
        const edited = editManifest(file, [edit]);
        assert.deepEqual(
          readManifest(edited as string).objects.map((each) => each.object),
          before.map((each) => withEdits(each, edit.place, [edit])),
        );
      }),
      runs(300),
    );
  });
});

function* pathsOf(value: unknown, path: readonly (string | number)[]): Generator<readonly (string | number)[]> {
  if (Array.isArray(value)) for (const [index, item] of value.entries()) yield* pathsOf(item, [...path, index]);
  else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      yield [...path, key];
      yield* pathsOf(item, [...path, key]);
    }
  }
}
