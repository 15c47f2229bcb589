import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { stringify, type Tags, type ToStringOptions } from "yaml";
import { ensureToolchain } from "../../dev/sandbox/toolchain";
import { runs } from "../../dev/support/property";
import type { KubernetesObject } from "../../kube/object";
import { isRounded } from "../../core/goYaml";
import { readManifest } from "../../kube/kustomize/read";

/** Files that are read by both. */
const FILES = 150;

describe("files that a person wrote, as the real kustomize reads them", () => {
  let kustomize: string;
  let directory: string;
  before(async () => {
    kustomize = (await ensureToolchain({ only: ["kustomize"] })).bin.kustomize;
    directory = mkdtempSync(join(tmpdir(), "manifests-"));
    writeFileSync(join(directory, "kustomization.yaml"), "resources: [file.yaml]\n");
  });
  after(() => rmSync(directory, { recursive: true }));

  /** What kustomize makes of a file, or nothing where it refuses it. What it prints has quotes wherever readers differ. */
  function built(text: string): KubernetesObject[] | undefined {
    writeFileSync(join(directory, "file.yaml"), text);
    try {
      const output = execFileSync(kustomize, ["build", directory], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
      return readManifest(output).objects.map(({ object }) => object);
    } catch {
      return undefined;
    }
  }

  function read(text: string): KubernetesObject[] | undefined {
    const { objects, problems } = readManifest(text);
    return problems.length > 0 ? undefined : objects.map(({ object }) => object);
  }

  const byName = (objects: KubernetesObject[] | undefined) =>
    objects && new Map(objects.map((object) => [`${object.kind} ${object.metadata.name}`, object] as const).sort());

  const agree = (text: string) => assert.deepEqual(byName(read(text)), byName(built(text)), text);

  const object = (rest: string) =>
    `apiVersion: v1\nkind: Thing\n${rest.includes("metadata:") ? "" : "metadata: { name: a }\n"}${rest}\n`;

  it("takes any plain text for the same value", () => {
    const digits = fc.array(fc.constantFrom(..."01789_.-+eExXoObBaf:TZ "), { minLength: 1, maxLength: 8 });
    const written = fc.oneof(
      digits.map((characters) => characters.join("").trim()),
      fc.constantFrom(
        "on",
        "yes",
        "y",
        "off",
        "~",
        "null",
        "True",
        "TRUE",
        "0755",
        "0o17",
        "1_000",
        "1:30",
        ".5_5",
        "._5",
        "-_1",
        "=",
        "<<",
      ),
      fc.integer().map(String),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    );
    const isPlain = (text: string) =>
      text !== "" && !/^[-:]$|^[-:] |: |:$|^---|^\.\.\.$/.test(text) && !/[eE]_*[-+]?_*\d[\d_]{2}/.test(text);
    fc.assert(
      fc.property(fc.array(written.filter(isPlain), { minLength: 20, maxLength: 60 }), (texts) => {
        const readable = texts.filter((text) => readManifest(object(`x:\n- ${text}`)).problems.length === 0);
        agree(object(`x:\n${readable.map((text) => `- ${text}\n- '${text}'`).join("\n")}`));
      }),
      runs(FILES),
    );
  });

  const cases: [title: string, file: string][] = [
    ["a key that is true or false", object("x: { True: a }")],
    ["a key with a fraction", object("x: { 7.5: c }")],
    ["merge keys", object("x: &a { b: 1, c: 5 }\ny: { <<: *a, b: 2 }\nz: { b: 3, <<: [*a, { d: 4, b: 9 }] }")],
    ["aliases", object("x: &a [1]\ny: { b: *a }\nz: [*a, *a]")],
    ["one key twice", object('x: { a: 1, "a": 2 }')],
    ["one key twice, as a number and a text", object('x: { 1: 1, "1": 2 }')],
    ["keys that are no text", object("x: { 1: a }")],
    ["a key that is nothing", object("x: { ~: a }")],
    ["a key that is a list", object("x: { ? [a] : b }")],
    ["numbers that JSON does not have", object("x: .inf")],
    ["tags of YAML", object('a: !!str 0755\nb: !!int "7"\nc: !!float 1\nd: !!binary aGVsbG8=')],
    [
      "annotations that are no text",
      object("metadata: { name: a, annotations: { a: 0755, b: ~, c: true, d: 2001-01-01, e: 1_0, f: !!binary aGk= } }"),
    ],
    ["a separator with more behind it", `${object("x: 1")}--- { a: b }\n`],
    ["a separator with a comment", `--- # first\n${object("x: 1")}--- # second\n---\n`],
    ["a list of nothing", "apiVersion: v1\nkind: List\nitems: []\n"],
    ["a kind that sounds like a list", object("x: 1").replace("Thing", "AllowList")],
    ["an item without a name", "apiVersion: v1\nkind: List\nitems: [{ apiVersion: v1, kind: A }]\n"],
    ["only comments", "# nothing\n"],
    ["what is no object", "- a\n- b\n"],
  ];
  for (const [title, file] of cases) it(`agrees on ${title}`, () => agree(file));

  const refused: [title: string, file: string, problem: string][] = [
    ["a date", object("x: 2026-01-31"), '2026-01-31 is a date to Kustomize, which deploys "2026-01-31T00:00:00Z"'],
    [
      "a moment",
      object("x: 2026-1-31t5:06:07.80-05:00"),
      '2026-1-31t5:06:07.80-05:00 is a date to Kustomize, which deploys "2026-01-31T05:06:07.8-05:00"',
    ],
  ];
  for (const [title, file, problem] of refused) {
    it(`refuses ${title}, and says what it would be`, () => {
      assert.deepEqual(
        readManifest(file).problems.map((each) => each.problem),
        [problem],
      );
      const [, deployed] = /deploys ("[^"]+")/.exec(problem) ?? [];
      assert.ok(JSON.stringify(built(file)).includes(deployed as string));
    });
  }

  it("refuses a key that is another text to Kustomize", () => {
    const file = object("x: { 0755: a }");
    assert.deepEqual(built(file)?.[0]?.x, { 493: "a" });
    assert.equal(readManifest(file).problems[0]?.problem, "0755 is a number to Kustomize, and a key is a text");
  });

  it("reads nothing behind the end of a document, and says so", () => {
    const file = `${object("x: 1")}...\n${object("metadata: { name: b }")}`;
    assert.deepEqual(
      built(file)?.map(({ metadata }) => metadata.name),
      ["a"],
    );
    assert.match(String(readManifest(file).problems[0]?.problem), /^follows the end of a document/);
  });

  it("takes any file for the same objects", () => {
    const name = fc.stringMatching(/^[a-z]{1,6}$/);
    const text = fc.string({ unit: fc.constantFrom(..."ab01 :-#'\"\n,.{}[]&*!|>%@~é") });
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small" },
        fc.constant(null),
        fc.boolean(),
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !isRounded(String(number))),
        text,
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(text, tie("value"), { maxKeys: 4 }),
      ),
    }));
    const annotations = fc.option(fc.dictionary(name, fc.oneof(fc.boolean(), fc.nat(9999), text), { maxKeys: 3 }), {
      nil: undefined,
    });
    const thing = fc.record({
      kind: fc.constantFrom("Thing", "Other"),
      name,
      local: fc.constantFrom(undefined, true, "false", "x"),
      annotations,
      value,
    });
    const list = fc.record({ kind: fc.constantFrom("List", "ThingList"), items: fc.array(thing, { maxLength: 3 }) });
    type Thing = { kind: string; name: string; local: unknown; annotations: object | undefined; value: unknown };
    const toObject = ({ kind, name: of, local, annotations: own, value: x }: Thing): object => {
      const all = { ...own, ...(local === undefined ? {} : { "config.kubernetes.io/local-config": local }) };
      return {
        apiVersion: "v1",
        kind,
        metadata: { name: of, ...(Object.keys(all).length > 0 ? { annotations: all } : {}) },
        x,
      };
    };
    const document = fc.oneof(
      thing.map(toObject),
      list.map(({ kind, items }) => ({ apiVersion: "v1", kind, items: items.map(toObject) })),
      fc.constant(null),
    );
    const style = fc.record({
      collectionStyle: fc.constantFrom("any", "block", "flow"),
      defaultStringType: fc.constantFrom("PLAIN", "QUOTE_DOUBLE", "QUOTE_SINGLE", "BLOCK_LITERAL"),
      indent: fc.integer({ min: 2, max: 5 }),
      indentSeq: fc.boolean(),
      lineWidth: fc.constantFrom(0, 40),
    } as const);
    // In braces, Go's reader stumbles over some text without quotes, and says so.
    const quotedInFlow = style.map((how) =>
      how.collectionStyle === "flow" ? { ...how, defaultStringType: "QUOTE_DOUBLE" as const } : how,
    );
    const ends = fc.constantFrom("---\n", "--- # next\n", "---\n# nothing\n---\n");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(document, quotedInFlow, ends), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (parts, windows) => {
          const text = parts
            .map(([each, how, end], index) => (index === 0 ? "" : end) + (each === null ? "" : toYamlOfGo(each, how)))
            .join("");
          // Two objects of one name are refused elsewhere.
          const names = [...text.matchAll(/\bname"?: "?(\w+)/g)].map(([, each]) => each);
          fc.pre(new Set(names).size === names.length);
          agree(windows ? text.replaceAll("\n", "\r\n") : text);
        },
      ),
      runs(FILES),
    );
  });
});

/** Some value, written in some style, with quotes wherever Go's reader would take a text for something else. */
function toYamlOfGo(value: object, options: ToStringOptions & { indent: number }): string {
  const customTags = (tags: Tags) => [
    ...tags,
    {
      tag: "tag:yaml.org,2002:int",
      default: true,
      identify: () => false,
      test: /^[-+.0-9]/,
      resolve: (text: string) => text,
    } as const,
  ];
  return stringify(value, { version: "1.1", customTags, aliasDuplicateObjects: false, ...options });
}
