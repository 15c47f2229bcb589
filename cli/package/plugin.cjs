// What Pulumi runs for programs in other languages, by package.json's `main`: serves the components of this package.
// Plain JavaScript, because in a checkout it runs before there is anything that reads TypeScript.
const { existsSync, readFileSync } = require("node:fs");
const { join } = require("node:path");

const root = join(__dirname, "../..");
const source = join(__dirname, "provider.ts");

/** Loads the provider: in a checkout from its source, in an installed package from what was built. */
function load() {
  if (!existsSync(source)) return require(join(root, "dist/cli/package/provider.js"));
  // In place of what Pulumi's host has prepared for a program: a compiler that checks types, by the settings of the directory
  // that it runs in.
  require("../../core/typescript.cjs");
  return require(source);
}

module.exports = () => {
  const { ComponentProvider } = load();
  const provider = new ComponentProvider(readFileSync(join(__dirname, "components.schema.json"), "utf8"));
  return require("@pulumi/pulumi/provider").main(provider, process.argv.slice(2));
};
