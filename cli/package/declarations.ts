import ts from "typescript";
import { Sources } from "../docs/comments";

const FILE = "exports.ts";
const MOST_NESTED = 16;

/**
 * The types of the package, for programs in TypeScript: what `exports.ts` exports, with its comments. The compiler's own
 * declarations infer the arguments from the schemas again, in each program, and lose the comments that stand there.
 */
export function declarations(sources = new Sources()): string {
  const names = sources.exportsOf(FILE);
  const writer = new Writer(sources.checker, new Set(names.filter((name) => !name.endsWith("Args"))));
  const parts = names.map((name) => writer.declaration(name, sources.exported(FILE, name)));
  return ['import type * as pulumi from "@pulumi/pulumi";', ...parts, ""].join("\n\n");
}

class Writer {
  constructor(
    private readonly checker: ts.TypeChecker,
    /** Names of classes that stand for themselves. */
    private readonly classes: ReadonlySet<string>,
  ) {}

  declaration(name: string, symbol: ts.Symbol): string {
    const type = this.checker.getDeclaredTypeOfSymbol(symbol);
    const text = symbol.flags & ts.SymbolFlags.Class ? this.#class(name, symbol) : this.#alias(name, type);
    return this.#comment(symbol, "") + text;
  }

  #alias(name: string, type: ts.Type): string {
    return `export type ${name} = ${this.#type(type, "", [])};`;
  }

  #class(name: string, symbol: ts.Symbol): string {
    const members = (symbol.declarations ?? []).filter(ts.isClassDeclaration).flatMap(({ members }) => [...members]);
    const fields = members.filter(ts.isPropertyDeclaration).flatMap((member) => {
      const field = this.checker.getSymbolAtLocation(member.name) as ts.Symbol;
      const internal = field.getJsDocTags().some((tag) => tag.name === "internal");
      if (internal || member.type === undefined || field.name === "applied") return [];
      return [`${this.#comment(field, "  ")}  readonly ${field.name}: ${member.type.getText()};`];
    });
    const constructor = `  constructor(name: string, args: ${name}Args, opts?: pulumi.ComponentResourceOptions);`;
    const body = [...fields, constructor].join("\n");
    return `export declare class ${name} extends pulumi.ComponentResource {\n${body}\n}`;
  }

  /** @param within the types that a type is a part of */
  #type(type: ts.Type, indent: string, within: readonly ts.Type[]): string {
    if (within.includes(type) || within.length > MOST_NESTED) return "unknown";
    const parts = type.isUnion() ? type.types : [type];
    const known = parts.filter(({ flags }) => (flags & ts.TypeFlags.Undefined) === 0);
    const isLater = known.some(({ symbol }) => symbol?.name === "Promise");
    const scalars = known.filter((part) => !isObject(part));
    const objects = known.filter((part) => isObject(part) && !isLeaf(part));
    const scalar = [...new Set(scalars.map((part) => this.checker.typeToString(part)))];
    const plain = scalar.includes("true") && scalar.includes("false") ? booleanIn(scalar) : scalar;
    const all = [
      ...(plain.length === 0 ? [] : [isLater ? `pulumi.Input<${plain.join(" | ")}>` : plain.join(" | ")]),
      ...new Set(objects.map((part) => this.#object(part, indent, [...within, type]))),
    ];
    return all.length === 0 ? "undefined" : all.join(" | ");
  }

  #object(type: ts.Type, indent: string, within: readonly ts.Type[]): string {
    if (this.classes.has(type.symbol?.name ?? "")) return type.symbol.name;
    const inner = `${indent}  `;
    if (this.checker.isArrayType(type)) {
      const [item] = this.checker.getTypeArguments(type as ts.TypeReference);
      const isReadonly = type.symbol.name === "ReadonlyArray";
      return `${isReadonly ? "readonly " : ""}(${item ? this.#type(item, indent, within) : "unknown"})[]`;
    }
    const entries = this.checker.getIndexInfosOfType(type);
    const fields = this.checker.getPropertiesOfType(type);
    // The API's own fields: thousands, of which only the names are known here.
    if (fields.some(isOfApi)) return "{ [name: string]: unknown }";
    const lines = [
      ...fields.map((field) => this.#field(field, inner, within)),
      ...entries.map((entry) => `${inner}[name: string]: ${this.#type(entry.type, inner, within)};`),
    ];
    return lines.length === 0 ? "object" : `{\n${lines.join("\n")}\n${indent}}`;
  }

  #field(field: ts.Symbol, indent: string, within: readonly ts.Type[]): string {
    const isOptional = (field.flags & ts.SymbolFlags.Optional) !== 0;
    const type = this.#type(this.checker.getTypeOfSymbol(field), indent, within);
    const name = /^[A-Za-z_]\w*$/.test(field.name) ? field.name : JSON.stringify(field.name);
    return `${this.#comment(field, indent)}${indent}${name}${isOptional ? "?" : ""}: ${type};`;
  }

  #comment(symbol: ts.Symbol, indent: string): string {
    const text = ts.displayPartsToString(symbol.getDocumentationComment(this.checker));
    const tags = symbol.getJsDocTags(this.checker).filter(({ name }) => name === "throws");
    const documented = tags.map(({ name, text: words }) => `@${name} ${ts.displayPartsToString(words)}`);
    const lines = [...(text === "" ? [] : text.split("\n")), ...documented];
    if (lines.length === 0) return "";
    return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`).join("\n")}\n${indent} */\n`;
  }
}

function isOfApi({ declarations }: ts.Symbol): boolean {
  return declarations?.some((each) => each.getSourceFile().fileName.includes("/kube/fieldTables/types/")) ?? false;
}

function isObject({ flags }: ts.Type): boolean {
  return (flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0;
}

/** An output or a promise, in a union with the value that it has in the end. */
function isLeaf({ symbol, aliasSymbol, flags, ...type }: ts.Type): boolean {
  if (symbol?.name === "Promise" || symbol?.name === "OutputInstance" || aliasSymbol?.name === "Output") return true;
  const parts = (flags & ts.TypeFlags.Intersection) !== 0 ? (type as ts.IntersectionType).types : [];
  return parts.some((part) => part.symbol?.name === "OutputInstance");
}

function booleanIn(names: readonly string[]): string[] {
  return [...names.filter((name) => name !== "true" && name !== "false"), "boolean"];
}
