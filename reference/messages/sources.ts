import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import ts from "typescript";

/** A message as it stands in the sources: "…" is what depends on the case. */
export interface Message {
  /** Path of its file. */
  file: string;
  text: string;
  /** What to do, where the message is a fault's. */
  remedy?: string;
  /** The longest of its parts that do not depend on the case: by it the message is known. */
  words: string;
}

const ROOT = join(__dirname, "../..");
const GAP = "…";
/** Errors that are shown as their message alone. */
const MISTAKES = ["UserError", "Refusal"];
/** What follows a message is the command's own affair. */
const USAGE = "USAGE";
/** Fields that bear a message: a fault's, and a wait's. */
const FIELDS = ["problem", "broken"];
/** Those of a schema, in a file that has one. */
const SCHEMA_FIELDS = ["error", "message"];
/** Methods of a schema that take a message last. */
const CHECKS = ["regex", "refine", "min", "max", "length"];

/** Every message of a folder that its user can mend something by, in the order of the sources. */
export function messagesIn(folder: string): Message[] {
  return globSync(`${folder}/**/*.{ts,mjs}`, { cwd: ROOT, exclude: (name) => name.includes("node_modules") })
    .sort()
    .flatMap((file) => messagesOf(file.split(sep).join("/"), readFileSync(join(ROOT, file), "utf8")));
}

export function messagesOf(file: string, text: string): Message[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const constants = constantsOf(source);
  const fields = /from "zod"/.test(text) ? [...FIELDS, ...SCHEMA_FIELDS] : FIELDS;
  const found: Message[] = [];
  const visit = (node: ts.Node): void => {
    const { message, remedy } = messageAt(node, fields);
    const remedies = remedy ? phrases(remedy, constants) : [];
    for (const phrase of message ? phrases(message, constants) : []) {
      const words = fixed(phrase);
      if (words === undefined) continue;
      found.push({ file, text: phrase, words, ...(remedies[0] !== undefined && { remedy: remedies.join(" ") }) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The expression by which a node says something to a user, and the one of what to do. */
function messageAt(node: ts.Node, fields: readonly string[]): { message?: ts.Expression; remedy?: ts.Expression } {
  if (ts.isNewExpression(node) && MISTAKES.includes(node.expression.getText())) {
    return { message: node.arguments?.[0] };
  }
  if (ts.isPropertyAssignment(node) && fields.includes(node.name.getText())) {
    return { message: node.initializer, remedy: siblingOf(node, "remedy") };
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const last = node.arguments.at(-1);
    const isCheck = CHECKS.includes(node.expression.name.text) && node.arguments.length === 2;
    if (isCheck && last && ts.isStringLiteralLike(last)) return { message: last };
  }
  return {};
}

function siblingOf({ parent }: ts.PropertyAssignment, name: string): ts.Expression | undefined {
  const property = parent.properties.find((each) => each.name?.getText() === name);
  return property && ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

/** Texts that a file's constants stand for. */
function constantsOf(source: ts.SourceFile): Map<string, string> {
  const declarations = source.statements
    .filter(ts.isVariableStatement)
    .flatMap((each) => [...each.declarationList.declarations]);
  return new Map(
    declarations.flatMap(({ name, initializer }): [string, string][] =>
      initializer && (ts.isStringLiteralLike(initializer) || ts.isNumericLiteral(initializer))
        ? [[name.getText(), initializer.text]]
        : [],
    ),
  );
}

/** What an expression can say: one text, or one for each way that it can go. */
function phrases(expression: ts.Expression, constants: ReadonlyMap<string, string>): string[] {
  const all = ts.isConditionalExpression(expression)
    ? [expression.whenTrue, expression.whenFalse].flatMap((branch) => phrases(branch, constants))
    : [textOf(expression, constants)];
  return all.map((text) => text.replace(/\s+/g, " ").replace(/…+/g, GAP).trim());
}

function textOf(node: ts.Expression, constants: ReadonlyMap<string, string>): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isIdentifier(node)) return node.text === USAGE ? "" : (constants.get(node.text) ?? GAP);
  if (ts.isParenthesizedExpression(node)) return textOf(node.expression, constants);
  if (ts.isBinaryExpression(node) && isText(node)) {
    return textOf(node.left, constants) + textOf(node.right, constants);
  }
  if (ts.isTemplateExpression(node)) {
    const spans = node.templateSpans.map((span) => textOf(span.expression, constants) + span.literal.text);
    return node.head.text + spans.join("");
  }
  return GAP;
}

/** Whether an expression is made of texts, and no sum. */
function isText(node: ts.Expression): boolean {
  if (!ts.isBinaryExpression(node)) return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
  return node.operatorToken.kind === ts.SyntaxKind.PlusToken && (isText(node.left) || isText(node.right));
}

/** The longest part without a gap; nothing where it is not even two words. */
function fixed(text: string): string | undefined {
  const parts = text.split(GAP).map((part) => part.trim());
  const longest = parts.reduce((best, part) => (part.length > best.length ? part : best), "");
  return /\p{L}+.* .*\p{L}{2}/u.test(longest) ? longest : undefined;
}
