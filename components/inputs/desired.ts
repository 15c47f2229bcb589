import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { invalidArguments, type UserError, type ValidationError } from "../../core/errors";
import { isPlainObject } from "../../core/merge";
import { isSecretAt } from "../../core/schemaAt";
import { words } from "../../core/schemaMessages";
import { SecretValue } from "../../core/secret";
import { errorsOf, formatPath } from "../../core/validationErrors";
import { objectKey, type KubernetesObject } from "../../kube/object";
import { placeholder } from "./placeholder";

type Path = readonly PropertyKey[];

/** A component, as messages call it. */
export interface Owner {
  /** Its class, such as `LlmProvider`. */
  component: string;
  /** Its name in the program. */
  name: string;
}

/** An object that a component creates. */
export interface DesiredObject {
  /** Its structure. Values that are known later are placeholders. */
  structure: KubernetesObject;
  /** The object with its values. */
  body: pulumi.Input<KubernetesObject>;
}

/**
 * A specification, some leaves of which may be outputs that are known later. Its structure is known at once, and so is
 * which objects it leads to; their bodies follow.
 */
export class Desired<S> {
  #filled: { spec: S } | undefined;

  private constructor(
    private readonly owner: Owner,
    /** The specification, with placeholders for the values that are known later. */
    readonly structure: S,
    private readonly outputs: readonly pulumi.Output<unknown>[],
    private readonly fill: (values: readonly unknown[]) => S,
  ) {}

  /** The specification with its values. Outputs have one value in a run, so it is validated once for all that depends on it. */
  private filled(values: readonly unknown[]): S {
    this.#filled ??= { spec: this.fill(values) };
    return this.#filled.spec;
  }

  /**
   * Validates the arguments of a component: at once what is plain, and the rest when it is known.
   *
   * @param schema what they have to fit
   * @param plain fields that can't be outputs, because what is created depends on them. Default: those that the schema shows
   * @throws UserError with all that is wrong with the plain values
   */
  static of<T extends z.ZodType>(
    owner: Owner,
    schema: T,
    args: unknown,
    plain: readonly string[] = [],
  ): Desired<z.output<T>> {
    const { value, later } = split(schema, args);
    const fill = (values: readonly unknown[]) =>
      later.reduce<unknown>((filled, { path }, index) => setAt(filled, path, values[index]), value);
    const placeholders = later.map(({ path }, index) =>
      plain.includes(String(path[0])) ? undefined : placeholder(schema, path, index),
    );
    const unfit = later.filter((_, index) => placeholders[index] === undefined).map(({ path }) => mustBePlain(path));
    const structure = parse(owner, schema, fill(placeholders), unfit);
    return new Desired(
      owner,
      structure,
      later.map(({ output }) => output),
      (values) => parse(owner, schema, fill(values)),
    );
  }

  /** A specification that is valid and known. */
  static known<S>(owner: Owner, spec: S): Desired<S> {
    return new Desired(owner, spec, [], () => spec);
  }

  /** Several specifications as one. */
  static all<R extends Record<string, unknown>>(owner: Owner, parts: { [K in keyof R]: Desired<R[K]> }): Desired<R> {
    const entries = Object.entries(parts) as [keyof R, Desired<unknown>][];
    const together = (of: (part: Desired<unknown>) => unknown) =>
      Object.fromEntries(entries.map(([key, part]) => [key, of(part)])) as R;
    return new Desired(
      owner,
      together((part) => part.structure),
      entries.flatMap(([, part]) => part.outputs),
      (values) => {
        let from = 0;
        return together((part) => part.filled(values.slice(from, (from += part.outputs.length))));
      },
    );
  }

  /** True where nothing of it is known later but the values of secrets. */
  get isKnown(): boolean {
    return this.outputs.length === 0;
  }

  /** What something makes of the specification. */
  map<T>(change: (spec: S) => T): Desired<T> {
    return new Desired(this.owner, change(this.structure), this.outputs, (values) => change(this.filled(values)));
  }

  /** A value of the specification: plain where it is known. */
  value<T>(select: (spec: S) => pulumi.Input<T>): pulumi.Input<T> {
    if (this.isKnown) return select(this.structure);
    return pulumi.all([...this.outputs]).apply((values) => select(this.filled(values))) as pulumi.Output<T>;
  }

  /** The objects that a builder makes of the specification. */
  objects(build: (spec: S) => KubernetesObject[]): DesiredObject[] {
    const structures = build(this.structure);
    if (this.isKnown) return structures.map((object) => ({ structure: object, body: object }));
    const bodies = pulumi.all([...this.outputs]).apply((values) => {
      const objects = build(this.filled(values));
      if (kinds(objects) !== kinds(structures)) throw this.otherObjects(structures, objects);
      return objects;
    });
    return structures.map((structure, index) => ({
      structure,
      body: bodies.apply((objects) => objects[index] as KubernetesObject),
    }));
  }

  /** The error for a value that turns out to be wrong when it is known. */
  invalid(...errors: ValidationError[]): UserError {
    return invalidArguments(this.owner.component, this.owner.name, errors);
  }

  private otherObjects(structures: KubernetesObject[], objects: KubernetesObject[]): Error {
    const planned = structures.map(objectKey).join(", ");
    return this.invalid({
      path: "(all)",
      problem: `lead to ${objects.map(objectKey).join(", ")}, where the preview had to assume ${planned}`,
      remedy: "Give the values that decide what is created as plain values, not as outputs.",
    });
  }
}

function kinds(objects: readonly KubernetesObject[]): string {
  return objects.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`).join();
}

function mustBePlain(path: Path): ValidationError {
  return {
    path: formatPath(path),
    problem: "is an output, and what is created depends on it",
    remedy: "Give a plain value.",
  };
}

/** What to do about a secret that is missing or wrong. */
export const PASS_SECRET = "Pass a text or an output, such as config.requireSecret(…).";

/** @param unfit errors that are known before: what the schema finds at their paths follows from them */
function parse<T extends z.ZodType>(
  { component, name }: Owner,
  schema: T,
  value: unknown,
  unfit: readonly ValidationError[] = [],
): z.output<T> {
  const { data, error } = schema.safeParse(value, { error: words });
  const found = error ? errorsOf(error, value, schema, () => PASS_SECRET) : [];
  const errors = [...unfit, ...found.filter(({ path }) => !unfit.some((known) => path.startsWith(known.path)))];
  if (errors.length > 0) throw invalidArguments(component, name, errors);
  return data as z.output<T>;
}

interface Split {
  /** The arguments, with secrets as such, and without what is known later. */
  value: unknown;
  later: { path: Path; output: pulumi.Output<unknown> }[];
}

/** Takes arguments apart: what is known, and what is known later. */
function split(schema: z.core.$ZodType, args: unknown): Split {
  const later: Split["later"] = [];
  const visit = (value: unknown, path: Path): unknown => {
    const isLater = pulumi.Output.isInstance(value) || value instanceof Promise;
    if (isSecretAt(schema, path)) {
      if (isLater) return new SecretValue(undefined, pulumi.secret(value));
      return typeof value === "string" ? new SecretValue(value) : value;
    }
    if (isLater) {
      later.push({ path, output: pulumi.output<unknown>(value) });
      return undefined;
    }
    if (Array.isArray(value)) return value.map((item, index) => visit(item, [...path, index]));
    if (!isPlainObject(value)) return value;
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    return Object.fromEntries(entries.map(([key, item]) => [key, visit(item, [...path, key])]));
  };
  return { value: visit(args, []), later };
}

/** A value with another one at a path. */
function setAt(value: unknown, [part, ...rest]: Path, at: unknown): unknown {
  if (part === undefined) return at;
  if (Array.isArray(value)) return value.map((item: unknown, index) => (index === part ? setAt(item, rest, at) : item));
  const object = (value ?? {}) as Record<PropertyKey, unknown>;
  return { ...object, [part]: setAt(object[part], rest, at) };
}
