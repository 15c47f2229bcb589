// Starts the provider from its source. Plain JavaScript, because it runs before there is anything that reads TypeScript.
try {
  require("../typescript.cjs");
} catch (error) {
  if (error.code !== "MODULE_NOT_FOUND") throw error;
  console.error("error: the packages of this checkout are not installed. Run `npm ci`, then the command again.");
  process.exit(1);
}
require("./server.ts").serve(process.argv.slice(2));
