import { z } from "zod";
import { schemasAt } from "../../core/schemaAt";

/**
 * A value that stands for one which is known later, so that what a component creates can be told before: valid where it
 * stands, and different from other placeholders.
 *
 * @param index number of the placeholder among those of the arguments
 * @returns nothing where the schema takes none, or where the kind of thing that is described depends on the value
 */
export function placeholder(schema: z.core.$ZodType, path: readonly PropertyKey[], index: number): unknown {
  const schemas = schemasAt(schema, path);
  // A literal tells which of several shapes the rest has.
  if (schemas.some((each) => each instanceof z.ZodLiteral && typeof each.value === "string")) return undefined;
  const options = schemas.flatMap((each): unknown[] => (each instanceof z.ZodEnum ? each.options : []));
  const outermost = schemas[0] ?? openAround(schema, path);
  if (outermost === undefined) return undefined;
  return [...options, ...candidates(index)].find((candidate) => z.safeParse(outermost, candidate).success);
}

/** The schema around a path that takes anything. */
function openAround(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType | undefined {
  if (path.length === 0) return undefined;
  const above = path.slice(0, -1);
  const open = schemasAt(schema, above).find((each) => each instanceof z.ZodUnknown || each instanceof z.ZodAny);
  return open ?? openAround(schema, above);
}

function candidates(index: number): unknown[] {
  const name = `known-later-${index}`;
  const texts = [
    name,
    `${name}.example.com`,
    `/${name}`,
    `https://${name}.example.com`,
    `${index + 1}s`,
    `${index + 1}`,
  ];
  return [...texts, `${index + 1}Mi`, `${index + 1}%`, 20_000 + index, 1 + index, 1, true, {}, [], [name], { name }];
}
