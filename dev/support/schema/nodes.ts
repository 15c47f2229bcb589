import { z } from "zod";

/** What zod knows of a schema, as far as the tests read it. Its own types tell a schema's kind, but not all that is in it. */
export interface Definition {
  type: string;
  /** Fields of an object. */
  shape: Record<string, z.ZodType>;
  /** What becomes of other fields of an object. */
  catchall?: z.ZodType;
  /** Names and entries of a record. */
  keyType: z.ZodType;
  valueType: z.ZodType;
  /** Items of a list. */
  element: z.ZodType;
  /** Branches of a union, and the field that tags them. */
  options: z.ZodType[];
  discriminator?: string;
  /** Values of an enum or a literal. */
  entries: Record<string, string>;
  values: unknown[];
  /** What is wrapped, or what something is made from and into. */
  innerType: z.ZodType;
  in: z.ZodType;
  out: z.ZodType;
  checks?: z.core.$ZodCheck[];
}

export function definitionOf(schema: z.ZodType): Definition {
  return schema.def as unknown as Definition;
}

const WRAPPERS = ["optional", "default", "prefault", "nullable"];

/** True for a field that may be left out. */
export function isOptional(schema: z.ZodType): boolean {
  return WRAPPERS.includes(definitionOf(schema).type);
}

/** The schema of the value of a field, if something does. */
export function unwrapped(schema: z.ZodType): z.ZodType {
  return isOptional(schema) ? unwrapped(definitionOf(schema).innerType) : schema;
}

/** Limits of a number, or of the length of a text or list. */
export interface Limits {
  min?: number;
  max?: number;
}

export function limitsOf(schema: z.ZodType): Limits {
  const { minimum, exclusiveMinimum, minLength, minItems, ...rest } = jsonSchemaOf(schema);
  const { maximum, exclusiveMaximum, maxLength, maxItems } = rest;
  const min = minimum ?? (exclusiveMinimum === undefined ? (minLength ?? minItems) : exclusiveMinimum + 1);
  const max = maximum ?? (exclusiveMaximum === undefined ? (maxLength ?? maxItems) : exclusiveMaximum - 1);
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

export function patternOf(schema: z.ZodType): RegExp | undefined {
  const { pattern, allOf = [] } = jsonSchemaOf(schema);
  const first = pattern ?? allOf.find((each) => each.pattern !== undefined)?.pattern;
  return first === undefined ? undefined : new RegExp(first);
}

/** What JSON Schema can say of a value. */
interface ValueSchema {
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  allOf?: ValueSchema[];
}

const jsonSchemas = new WeakMap<z.ZodType, ValueSchema>();

function jsonSchemaOf(schema: z.ZodType): ValueSchema {
  const known =
    jsonSchemas.get(schema) ?? (z.toJSONSchema(schema, { unrepresentable: "any", io: "input" }) as ValueSchema);
  jsonSchemas.set(schema, known);
  return known;
}

/** The checks of which JSON Schema says all, and those that only change a value. */
const WITHOUT_RULES = [
  z.core.$ZodCheckGreaterThan,
  z.core.$ZodCheckLessThan,
  z.core.$ZodCheckMinLength,
  z.core.$ZodCheckMaxLength,
  z.core.$ZodCheckStringFormat,
  z.core.$ZodCheckNumberFormat,
  z.core.$ZodCheckOverwrite,
];

/** True where more is demanded than type, limits and pattern say. */
export function hasRules(schema: z.ZodType): boolean {
  return (definitionOf(schema).checks ?? []).some((check) => !WITHOUT_RULES.some((each) => check instanceof each));
}

/** A branch of a union. */
export interface Branch {
  /** What identifies it. */
  label: string;
  schema: z.ZodType;
  /** A field that it has and that nobody writes. */
  implied?: string;
  /** True for a field without which it would not be this branch. */
  isTag: (key: unknown) => boolean;
  /** True for a value that has chosen this branch. */
  chosenBy: (value: unknown) => boolean;
}

/** The branches of a union; none for any other schema. */
export function branchesOf(schema: z.ZodType): Branch[] {
  const { type, discriminator, options, out } = definitionOf(schema);
  // Kinds that are tagged by a key (components/unionByKey.ts): a union behind a function that names the kind.
  if (type === "pipe") return definitionOf(out).options.map(taggedByKey);
  if (type !== "union") return [];
  return options.map((option, index) => {
    if (discriminator === undefined) {
      const isTag = (key: unknown) => option.safeParse({}).error?.issues.some(({ path }) => path[0] === key) ?? false;
      return { label: `|${index}`, schema: option, isTag, chosenBy: (value) => option.safeParse(value).success };
    }
    const tag = definitionOf(definitionOf(option).shape[discriminator] as z.ZodType).values[0];
    const chosenBy = (value: unknown) => (value as Record<string, unknown> | undefined)?.[discriminator] === tag;
    return { label: `(${String(tag)})`, schema: option, isTag: () => false, chosenBy };
  });
}

function taggedByKey(option: z.ZodType): Branch {
  const key = String(definitionOf(definitionOf(option).shape.kind as z.ZodType).values[0]);
  return {
    label: `(${key})`,
    schema: option,
    implied: "kind",
    isTag: (field) => field === key,
    chosenBy: (value) => (value as Record<string, unknown> | undefined)?.[key] !== undefined,
  };
}
