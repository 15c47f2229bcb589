// Starts the provider from its source. Plain JavaScript, because it runs before there is anything that reads TypeScript.
require("../typescript.cjs");
require("./server.ts").serve(process.argv.slice(2));
