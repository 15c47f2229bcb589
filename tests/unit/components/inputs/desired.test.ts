import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { Desired } from "../../../../components/inputs/desired";
import { placeholder } from "../../../../components/inputs/placeholder";
import { UserError } from "../../../../core/errors";
import { secret, SecretValue } from "../../../../core/secret";
import type { KubernetesObject } from "../../../../kube/object";
import { objectName, pathPrefix, port } from "../../../../kube/schemas";
import { durationOf } from "../../../../components/duration";

const owner = { component: "Thing", name: "it" };
const schema = z.strictObject({
  host: z.string().min(1).optional(),
  port: port.default(80),
  names: z.array(objectName).default([]),
  key: secret().optional(),
  kind: z.enum(["A", "B"]).default("A"),
});
type Spec = z.output<typeof schema>;

const objects = ({ host, port: number, names }: Spec): KubernetesObject[] => [
  { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" }, data: { host, port: String(number) } },
  ...names.map((name) => ({ apiVersion: "v1", kind: "Service", metadata: { name } })),
];

function errors(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    assert.ok(error instanceof UserError);
    return error.message;
  }
  return "none";
}

const resolved = <T>(value: pulumi.Input<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    pulumi
      .output(value)
      .apply((known) => resolve(known as T))
      // The SDK has no public way to see a failure.
      .promise()
      .catch(reject);
  });

declare module "@pulumi/pulumi" {
  interface OutputInstance<T> {
    promise(): Promise<T>;
  }
}

describe("what a component is to create", () => {
  it("is plain where all of it is known", () => {
    const desired = Desired.of(owner, schema, { host: "h" });
    assert.ok(desired.isKnown);
    assert.equal(
      desired.value(({ port: number }) => number),
      80,
    );
    assert.deepEqual(desired.objects(objects)[0]?.body, objects(desired.structure)[0]);
  });

  it("has its structure at once, and its values later", async () => {
    const desired = Desired.of(owner, schema, { host: pulumi.output("h"), port: pulumi.output(8080), names: ["b"] });
    const parts = desired.objects(objects);
    assert.deepEqual(
      parts.map(({ structure }) => `${structure.kind}/${structure.metadata.name}`),
      ["ConfigMap/a", "Service/b"],
    );
    assert.deepEqual(await resolved(parts[0]!.body), { ...parts[0]!.structure, data: { host: "h", port: "8080" } });
  });

  it("takes an output within a list, and leaves out what is undefined", async () => {
    const desired = Desired.of(owner, schema, { host: undefined, names: ["b", pulumi.output("c")] });
    assert.deepEqual(await resolved(desired.value(({ names }) => names)), ["b", "c"]);
  });

  it("keeps a secret out of the values: it is an output of its own", () => {
    const desired = Desired.of(owner, schema, { key: pulumi.output("s") });
    assert.ok(desired.isKnown);
    assert.ok(desired.structure.key instanceof SecretValue && desired.structure.key.later !== undefined);
    assert.equal(Desired.of(owner, schema, { key: "s" }).structure.key?.reveal(), "s");
  });

  it("says at once what is wrong with plain values, all of it", () => {
    assert.equal(
      errors(() => Desired.of(owner, schema, { prot: 1, port: 0, key: 5, host: pulumi.output("h") })),
      `Thing "it": arguments are wrong:
  - port: 0 must be at least 1
  - key: must be a secret
      Pass a text or an output, such as config.requireSecret(…).
  - prot: is unknown
      Did you mean "port"?`,
    );
  });

  it("says when it is known what is wrong with an output", async () => {
    const desired = Desired.of(owner, schema, { port: pulumi.output(0) });
    await assert.rejects(
      resolved(desired.value((spec) => spec.port)),
      /Thing "it".*\n {2}- port: 0 must be at least 1/,
    );
  });

  it("refuses outputs on which it depends what is created", () => {
    const union = z.discriminatedUnion("type", [z.strictObject({ type: z.literal("x") })]);
    assert.match(
      errors(() => Desired.of(owner, union, { type: pulumi.output("x") })),
      /type: is an output, and what is created depends on it/,
    );
    assert.match(
      errors(() => Desired.of(owner, schema, { host: pulumi.output("x") }, ["host"])),
      /host: is an output, and what is created depends on it/,
    );
  });

  it("says in one go what must be plain and what is wrong", () => {
    assert.equal(
      errors(() => Desired.of(owner, schema, { host: pulumi.output("x"), port: 0 }, ["host"])),
      `Thing "it": arguments are wrong:
  - host: is an output, and what is created depends on it
      Give a plain value.
  - port: 0 must be at least 1`,
    );
  });

  it("fails where values lead to other objects than the preview showed", async () => {
    const named = ({ host }: Spec) => (host === "none" ? [] : objects({ port: 80, names: [], kind: "A" }));
    const [part] = Desired.of(owner, schema, { host: pulumi.output("none") }).objects(named);
    await assert.rejects(resolved(part!.body), /lead to .*, where the preview had to assume v1\/ConfigMap\/a/);
  });

  it("joins several, each with its own outputs", async () => {
    const a = Desired.of(owner, schema, { host: pulumi.output("a"), port: pulumi.output(1) });
    const b = Desired.of(owner, schema, { host: "b" });
    const c = Desired.of(owner, schema, { host: pulumi.output("c") }).map(({ host }) => host);
    const all = Desired.all(owner, { a, b, c });
    assert.deepEqual(await resolved(all.value((each) => [each.a.host, each.a.port, each.b.host, each.c])), [
      "a",
      1,
      "b",
      "c",
    ]);
  });

  it("validates its values once, whatever depends on them", async () => {
    let validated = 0;
    const counting = z.strictObject({ host: z.string().refine(() => ++validated > 0) });
    const desired = Desired.of(owner, counting, { host: pulumi.output("h") });
    const before = validated;
    const [part] = desired.objects(({ host }) => [{ apiVersion: "v1", kind: "A", metadata: { name: host } }]);
    await resolved(desired.map(({ host }) => host).value((host) => host));
    await resolved(part!.body);
    assert.equal(validated - before, 1);
  });

  it("counts on an order of outputs that no value changes", async () => {
    const list = Array.from({ length: 20 }, (_, index) => `n${index}`);
    const desired = Desired.of(owner, schema, { names: list.map((name) => pulumi.output(name)) });
    assert.deepEqual(await resolved(desired.value(({ names }) => names)), list);
  });
});

describe("a placeholder", () => {
  const fits: [string, z.ZodType][] = [
    ["a text", z.string()],
    ["a name", objectName],
    ["a port", port],
    ["a path", pathPrefix],
    ["a duration", durationOf("1s")],
    ["a URL", z.url()],
    ["a flag", z.boolean()],
    ["one of several words", z.enum(["x", "y"])],
    ["a mapping", z.record(z.string(), z.string())],
    ["a list of names", z.array(objectName).min(1)],
    ["something with a default", z.string().regex(/^\//).default("/")],
  ];
  for (const [what, of] of fits) {
    it(`stands for ${what}`, () => {
      const at = z.strictObject({ field: of });
      const [one, two] = [placeholder(at, ["field"], 0), placeholder(at, ["field"], 1)];
      assert.ok(at.safeParse({ field: one }).success && at.safeParse({ field: two }).success);
    });
  }

  it("differs from others of its kind", () => {
    const at = z.strictObject({ field: objectName });
    assert.notEqual(placeholder(at, ["field"], 0), placeholder(at, ["field"], 1));
  });

  it("is none where nothing fits, or the schema knows no such field", () => {
    const at = z.strictObject({ field: z.string().regex(/^only this$/) });
    assert.equal(placeholder(at, ["field"], 0), undefined);
    assert.equal(placeholder(at, ["other"], 0), undefined);
  });
});
