import js from "@eslint/js";
import tseslint from "typescript-eslint";

export default tseslint.config(
  // What is in ci/deployments/ and examples/ has packages of its own; its types are checked by its test.
  { ignores: ["node_modules/", "coverage/", "dist/", "ci/deployments/", "examples/"] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: {
          allowDefaultProject: [
            "*.mjs",
            ".*.cjs",
            "ci/*.mjs",
            "ci/review/*.cjs",
            "ci/review/*.mjs",
            "cli/*.mjs",
            "core/*.cjs",
            "cli/*.cjs",
            "cli/*/*.cjs",
            "tests/browser/*.mjs",
          ],
        },
      },
    },
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: "A clock may be set while one waits: take performance.now()." },
      ],
      // `export =` is the form in which Pulumi takes a program's outputs from an async function.
      "@typescript-eslint/no-require-imports": ["error", { allowAsImport: true }],
    },
  },
  { files: ["**/*.mjs", "**/*.cjs"], ...tseslint.configs.disableTypeChecked },
  { files: [".dependency-cruiser.cjs"], languageOptions: { globals: { module: "writable" } } },
  {
    files: ["ci/review/*.cjs", "core/*.cjs", "cli/*.cjs", "cli/*/*.cjs"],
    languageOptions: {
      globals: {
        __dirname: "readonly",
        module: "writable",
        process: "readonly",
        console: "readonly",
        require: "readonly",
      },
    },
    rules: { "@typescript-eslint/no-require-imports": "off" },
  },
  { files: ["ci/**/*.mjs", "cli/*.mjs"], languageOptions: { globals: { console: "readonly", process: "readonly" } } },
  {
    files: ["tests/browser/*.mjs"],
    languageOptions: {
      globals: Object.fromEntries(
        ["process", "describe", "it", "before", "beforeEach", "after", "afterEach", "document", "DOMParser"].map(
          (name) => [name, "readonly"],
        ),
      ),
    },
  },
  // mocha's describe and it return promises that mocha itself awaits.
  { files: ["tests/**", "dev/support/**"], rules: { "@typescript-eslint/no-floating-promises": "off" } },
);
