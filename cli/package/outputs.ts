import ts from "typescript";
import { commentOf, type Sources } from "../docs/comments";
import { COMPONENTS, type ComponentName } from "./arguments";
import type { Property } from "./packageSchema";

/** An output of a component. */
export interface OutputProperty extends Property {
  /** Whether it may be missing. */
  optional: boolean;
}

/** What each component offers: the fields of its class that are outputs. */
export function componentOutputs(sources: Sources): Record<ComponentName, Record<string, OutputProperty>> {
  const all = COMPONENTS.map((name) => [name, outputsOf(sources, name)] as const);
  return Object.fromEntries(all) as Record<ComponentName, Record<string, OutputProperty>>;
}

function outputsOf(sources: Sources, name: ComponentName): Record<string, OutputProperty> {
  const declarations = sources.exported("exports.ts", name).declarations ?? [];
  const members = declarations.filter(ts.isClassDeclaration).flatMap((each) => [...each.members]);
  return Object.fromEntries(
    members.filter(ts.isPropertyDeclaration).flatMap((member) => {
      const symbol = sources.checker.getSymbolAtLocation(member.name) as ts.Symbol;
      const type = member.type && typeOf(member.type);
      return type ? [[symbol.name, { ...type, description: commentOf(symbol, sources.checker) }]] : [];
    }),
  );
}

/** The type of a field that is an output, by how it is written. */
function typeOf(node: ts.TypeNode): OutputProperty | undefined {
  const nodes = ts.isUnionTypeNode(node) ? [...node.types] : [node];
  const output = nodes.filter(ts.isTypeReferenceNode).find(({ typeName }) => typeName.getText() === "pulumi.Output");
  const [value] = output?.typeArguments ?? [];
  if (value === undefined) return undefined;
  const values = ts.isUnionTypeNode(value) ? [...value.types] : [value];
  const isUndefined = (each: ts.TypeNode) => each.kind === ts.SyntaxKind.UndefinedKeyword;
  const types = values.filter((each) => !isUndefined(each)).map((each) => TYPES[each.getText()]);
  const [type] = types;
  if (type === undefined || types.length > 1) throw new Error(`an output has a type of its own: ${value.getText()}`);
  return { ...type, optional: nodes.some(isUndefined) || values.some(isUndefined) };
}

const TYPES: Record<string, Property> = {
  string: { type: "string" },
  "string[]": { type: "array", items: { type: "string" } },
  "Record<string, string>": { type: "object", additionalProperties: { type: "string" } },
};
