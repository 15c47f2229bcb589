import assert from "node:assert/strict";
import { resolve } from "node:path";
import ts from "typescript";
import { declarations } from "../../cli/package/declarations";

const BUILT = resolve("built.d.ts");
const COMPARED = resolve("compared.ts");
const NAMES = [
  ...["A2aAgentArgs", "AgentGatewayArgs", "AgentGatewayEnvironmentArgs", "GatewayPolicyArgs"],
  ...["LlmProviderArgs", "McpRoutingArgs", "McpServerArgs"],
];

// Here, for it asks the type checker.
describe("the types of the package", () => {
  let text: string;
  before(() => {
    text = declarations();
  });

  it("say the meaning of every field", () => {
    const lines = text.split("\n");
    const fields = lines.flatMap((line, index) =>
      /^ +(readonly )?\w+\??: (?!undefined;)/.test(line) && !/^ +\*/.test(line)
        ? [{ line: line.trim(), before: lines[index - 1] }]
        : [],
    );
    assert.ok(fields.length > 1000, `found ${fields.length}`);
    assert.deepEqual([...new Set(fields.filter(({ before }) => before?.trim() !== "*/").map(({ line }) => line))], []);
  });

  it("take what the components take, and refuse what they refuse", () => {
    const compared = [
      'import type * as source from "./exports";',
      'import type * as built from "./built";',
      ...NAMES.map((name) => `export const of${name} = (args: source.${name}): built.${name} => args;`),
      "export const back = (args: built.AgentGatewayArgs): source.AgentGatewayArgs => args;",
      "// @ts-expect-error: no field of a gateway",
      "export const misspelt: built.AgentGatewayArgs = { listener: {} };",
      "// @ts-expect-error: no provider that there is",
      'export const unknown: built.LlmProviderArgs = { gateway: "gw", provider: "open-ai" };',
      "// @ts-expect-error: only the component knows it",
      "export const internal = (gateway: built.AgentGateway) => gateway.reference;",
    ];
    assert.deepEqual(faults({ [BUILT]: text, [COMPARED]: compared.join("\n") }), []);
  });
});

/** What the compiler says of files that are not on the disk. */
function faults(files: Record<string, string>): string[] {
  const { config } = ts.readConfigFile("tsconfig.json", (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, process.cwd());
  const host = ts.createCompilerHost(options);
  const withFiles: ts.CompilerHost = {
    ...host,
    readFile: (path) => files[path] ?? host.readFile(path),
    fileExists: (path) => path in files || host.fileExists(path),
    getSourceFile: (path, ...rest) =>
      files[path] === undefined ? host.getSourceFile(path, ...rest) : ts.createSourceFile(path, files[path], rest[0]),
  };
  const program = ts.createProgram([COMPARED], { ...options, skipLibCheck: false }, withFiles);
  return Object.keys(files)
    .map((path) => program.getSourceFile(path) as ts.SourceFile)
    .flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)])
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}
