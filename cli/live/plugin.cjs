// Starts the provider from its source. Plain JavaScript, because it runs before there is anything that reads TypeScript.
const module_ = require("node:module");
const { join } = require("node:path");

// A preview waits for this process, and compiling what it loads is a third of its start.
module_.enableCompileCache?.(join(__dirname, "../../node_modules/.cache/agentgateway-live"));
try {
  require("../../core/typescript.cjs");
} catch (error) {
  if (error.code !== "MODULE_NOT_FOUND") throw error;
  console.error("error: the packages of this checkout are not installed. Run `npm ci`, then the command again.");
  process.exit(1);
}
const { serve } = require("./server.ts");
serve(process.argv.slice(2));
// Pulumi ends the process without notice.
module_.flushCompileCache?.();
