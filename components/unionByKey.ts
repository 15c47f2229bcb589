import { z } from "zod";
import { isPlainObject } from "../core/merge";

type Kinds = Record<string, z.ZodObject>;
type Tagged<K extends Kinds> = { [Key in keyof K]: z.output<K[Key]> & { kind: Key } }[keyof K];
type Untagged<K extends Kinds> = { [Key in keyof K]: z.input<K[Key]> }[keyof K];

/**
 * A schema for what comes in several kinds, each tagged by the key that only it has: `{ image: … }` or `{ host: … }`. The
 * result names its kind, for builders to switch on. A union would answer a slip with the errors of every kind there is.
 */
export function unionByKey<K extends Kinds>(kinds: K): z.ZodType<Tagged<K>, Untagged<K>> {
  const keys = Object.keys(kinds);
  const options = Object.entries(kinds).map(([key, schema]) => schema.safeExtend({ kind: z.literal(key) }));
  const union = z.discriminatedUnion("kind", options as unknown as [(typeof options)[number]]);
  const tagged = z.preprocess((value, context) => {
    if (!isPlainObject(value)) return value;
    if ("kind" in value) context.addIssue({ code: "unrecognized_keys", keys: ["kind"], input: value });
    const present = keys.filter((key) => value[key] !== undefined);
    if (present.length !== 1) {
      const instead = present.length > 1 ? `, and has ${present.join(" and ")}` : "";
      context.addIssue({ code: "custom", message: `must have exactly one of ${keys.join(", ")}${instead}` });
    }
    return { ...value, kind: present[0] };
  }, union);
  return tagged as unknown as z.ZodType<Tagged<K>, Untagged<K>>;
}
