// Prints the catalogue of a checkout as JSON, by the checkout's own code:
//
//   node cli/run.mjs ci/review/catalogue.cjs > catalogue.json
const { platform } = require("../../platform");

console.log(JSON.stringify(platform));
