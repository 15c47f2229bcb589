import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";

const root = join(__dirname, "../..");

/** The files that no longer compile once a file is changed, of those that the entries import. */
function brokenBy(file: string, [before, after]: [string, string], entries: readonly string[]): string[] {
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path)).config,
    ts.sys,
    root,
  );
  const host = ts.createCompilerHost({ ...options, noEmit: true });
  const text = readFileSync(join(root, file), "utf8");
  assert.ok(text.includes(before), `${file} has changed`);
  const readFile = host.readFile.bind(host);
  host.readFile = (path) => (relative(root, path) === file ? text.replace(before, () => after) : readFile(path));
  const program = ts.createProgram(
    entries.map((entry) => join(root, entry)),
    { ...options, noEmit: true },
    host,
  );
  const files = ts.getPreEmitDiagnostics(program).map((each) => relative(root, each.file?.fileName ?? "/"));
  return [...new Set(files)].sort();
}

describe("what the compiler asks for", function () {
  this.timeout(120_000);

  it("a member of a policy without a field of the API, and one that is not rendered", () => {
    const added = "extAuth: extAuth.optional(),";
    assert.deepEqual(
      brokenBy(
        "components/policy/spec.ts",
        [added, `${added} added: extAuth.optional(),`],
        ["components/policy/build.ts", "components/policy/errors.ts"],
      ),
      ["components/policy/fields.ts", "components/policy/spec.ts"],
    );
  });

  it("all that there is to say of a new kind of provider, in the provider's folder alone", () => {
    const kind = `z.strictObject({
      ...withModel,
      privateKey: apiKeyFields.apiKey,
      auth: z.enum(["signature"]).default("signature"),
      provider: z.literal("added"),
    }),`;
    assert.deepEqual(
      brokenBy(
        "components/llm/provider/spec.ts",
        ["    gemini.superRefine(checkAuth),", `${kind} gemini.superRefine(checkAuth),`],
        [
          "components/llm/build.ts",
          "components/llm/errors.ts",
          "checks/secrets.ts",
          "cli/docs/formats.ts",
          "cli/topology/backends.ts",
        ],
      ),
      ["auth/forms.ts", "build.ts", "formatTable.ts", "vendors.ts"].map((file) => `components/llm/provider/${file}`),
    );
  });
});
