import fc from "fast-check";
import { meantBy, type FieldTable, type Node } from "../../../kube/fieldTables/node";
import { fieldErrors } from "../../../kube/fieldTables/validate";

type Nodes = FieldTable["nodes"];

const known = new WeakMap<Node, fc.Arbitrary<unknown>>();

/** Any value that a node takes, rules in CEL aside. */
export function arbitraryOf(node: Node, nodes: Nodes): fc.Arbitrary<unknown> {
  const meant = meantBy(node, nodes);
  const arbitrary = known.get(meant) ?? made(meant, nodes);
  known.set(meant, arbitrary);
  return arbitrary;
}

function made(meant: Node, nodes: Nodes): fc.Arbitrary<unknown> {
  if (meant.enum) return fc.constantFrom(...meant.enum);
  switch (meant.type) {
    case "object": {
      const any = anyObject(meant, nodes);
      return meant.oneOf ? any.filter((value) => fieldErrors(value, meant, nodes).length === 0) : any;
    }
    case "array":
      return anyList(meant, nodes);
    case "string":
      return anyText(meant);
    case "integer":
    case "number":
      return fc.integer({ min: meant.minimum ?? 0, max: Math.min(meant.maximum ?? 1000, 2 ** 31 - 1) });
    case "boolean":
      return fc.boolean();
    case "int-or-string":
      return fc.oneof(fc.nat(1000), fc.constant("http"));
    case "quantity":
      return fc.constantFrom("500m", "1Gi", 2);
    default:
      return fc.constantFrom<unknown>({}, "text", 1, true, [{ any: "thing" }]);
  }
}

function anyObject(node: Node, nodes: Nodes): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties: others, minProperties = 0, maxProperties } = node;
  const fields = Object.fromEntries(Object.entries(properties).map(([key, value]) => [key, arbitraryOf(value, nodes)]));
  const named = fc.record(fields, { requiredKeys: [...required] });
  const extra =
    others === undefined || others === true
      ? fc.constant({})
      : fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), arbitraryOf(others, nodes), { maxKeys: 2 });
  const both = fc.tuple(named, extra).map(([one, other]) => ({ ...other, ...one }));
  const isRight = (count: number) => count >= minProperties && count <= (maxProperties ?? Infinity);
  return both.filter((value) => isRight(Object.keys(value).length));
}

function anyList({ items = {}, minItems = 0, maxItems = 2, keys, set }: Node, nodes: Nodes): fc.Arbitrary<unknown> {
  const lengths = { minLength: minItems, maxLength: Math.min(maxItems, minItems + 2) };
  if (keys === undefined && set === undefined) return fc.array(arbitraryOf(items, nodes), lengths);
  // One item repeats nothing.
  return fc.array(arbitraryOf(items, nodes), { minLength: Math.min(1, lengths.maxLength), maxLength: 1 });
}

function anyText({ pattern, minLength = 0, maxLength = Infinity, format }: Node): fc.Arbitrary<string> {
  if (format === "date-time") return fc.constant("2026-11-30T12:00:00Z");
  if (format === "byte") return fc.constant("dGV4dA==");
  const text =
    pattern === undefined ? fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/) : fc.stringMatching(new RegExp(pattern, "u"));
  return text
    .map((value) => value.padEnd(minLength, "a"))
    .filter((value) => {
      const { length } = [...value];
      return (
        length >= minLength && length <= maxLength && (pattern === undefined || new RegExp(pattern, "u").test(value))
      );
    });
}
