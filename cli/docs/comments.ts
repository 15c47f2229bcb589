import { join } from "node:path";
import ts from "typescript";
import { alternatives, type JsonSchema } from "./schema";

const ROOT = join(__dirname, "../..");

const FILES = ["config/schema.ts", "exports.ts"] as const;

/**
 * Source files, as the type checker knows them. The comments in them are the only place where fields are documented.
 */
export class Sources {
  readonly #program = createProgram();
  readonly checker = this.#program.getTypeChecker();

  /** The names that a file exports. */
  exportsOf(file: (typeof FILES)[number]): string[] {
    return this.#symbols(file).map(({ name }) => name);
  }

  /** What a file exports by a name. */
  exported(file: (typeof FILES)[number], name: string): ts.Symbol {
    const found = this.#symbols(file).find((symbol) => symbol.name === name);
    if (found === undefined) throw new Error(`${file} exports no ${name}`);
    return found.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(found) : found;
  }

  #symbols(file: string): ts.Symbol[] {
    const source = this.#program.getSourceFile(join(ROOT, file)) as ts.SourceFile;
    return this.checker.getExportsOfModule(this.checker.getSymbolAtLocation(source) as ts.Symbol);
  }

  /**
   * Writes comments into a JSON Schema: the type checker knows where each property of a type was declared, and so its comment.
   *
   * @param name type that the schema is of
   */
  describe(schema: JsonSchema, file: (typeof FILES)[number], name: string): void {
    new Describer(this.checker).describe(schema, this.checker.getDeclaredTypeOfSymbol(this.exported(file, name)));
  }
}

function createProgram(): ts.Program {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, ROOT);
  return ts.createProgram(
    FILES.map((file) => join(ROOT, file)),
    options,
  );
}

class Describer {
  constructor(private readonly checker: ts.TypeChecker) {}

  describe(schema: JsonSchema, type: ts.Type): void {
    const choices = alternatives(schema);
    if (choices) {
      for (const choice of choices) this.describe(choice, type);
      return;
    }
    if (schema.items) this.within(schema.items, type, ts.IndexKind.Number);
    if (typeof schema.additionalProperties === "object") {
      this.within(schema.additionalProperties, type, ts.IndexKind.String);
    }
    const members = schema.properties ? this.membersFor(schema, type) : [];
    for (const [name, property] of Object.entries(schema.properties ?? {})) {
      const symbols = members.flatMap((member) => this.checker.getPropertyOfType(member, name) ?? []);
      const comment = symbols.map((symbol) => commentOf(symbol, this.checker)).find((text) => text !== "");
      if (comment) property.description = comment;
      for (const symbol of symbols.slice(0, 1)) this.describe(property, this.checker.getTypeOfSymbol(symbol));
    }
  }

  private within(schema: JsonSchema, type: ts.Type, kind: ts.IndexKind): void {
    const element = this.membersOf(type)
      .map((member) => this.checker.getIndexInfosOfType(member))
      .flatMap((infos) => infos.find(({ keyType }) => isKey(keyType, kind))?.type ?? [])[0];
    if (element) this.describe(schema, element);
  }

  /** The members of a union of objects that a schema is of: those with its fields, and with its constants. */
  private membersFor(schema: JsonSchema, type: ts.Type): ts.Type[] {
    const names = Object.keys(schema.properties ?? {});
    return this.membersOf(type).filter((member) => {
      const known = this.checker.getPropertiesOfType(member).map(({ name }) => name);
      return names.every((name) => known.includes(name)) && this.fits(schema, member);
    });
  }

  private fits(schema: JsonSchema, member: ts.Type): boolean {
    return Object.entries(schema.properties ?? {}).every(([name, { const: value }]) => {
      const symbol = this.checker.getPropertyOfType(member, name);
      if (typeof value !== "string" || symbol === undefined) return true;
      return this.membersOf(this.checker.getTypeOfSymbol(symbol)).some((t) => t.isStringLiteral() && t.value === value);
    });
  }

  private membersOf(type: ts.Type): ts.Type[] {
    const certain = this.checker.getNonNullableType(type);
    return certain.isUnion() ? certain.types : [certain];
  }
}

/** The comment of a declaration, in one line. */
export function commentOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  return ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s*\n\s*/g, " ");
}

function isKey(type: ts.Type, kind: ts.IndexKind): boolean {
  return (type.flags & (kind === ts.IndexKind.Number ? ts.TypeFlags.Number : ts.TypeFlags.String)) !== 0;
}
