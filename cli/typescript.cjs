// Lets `require` read TypeScript, unchecked. Plain JavaScript: providers that Pulumi starts have nothing else that would.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const options = {
  jsc: { parser: { syntax: "typescript" }, target: "es2022" },
  module: { type: "commonjs" },
  swcrc: false,
};

// A preview waits for the providers, and compiling is half of their start: each text is compiled once.
const kept = join(__dirname, "../node_modules/.cache/agentgateway-typescript");
const compilerVersion = require("@swc/core/package.json").version;

require.extensions[".ts"] = (module, filename) => {
  const text = readFileSync(filename, "utf8");
  const key = createHash("sha256")
    .update(JSON.stringify([compilerVersion, options, filename, text]))
    .digest("hex");
  const path = join(kept, `${key}.js`);
  module._compile(read(path) ?? compile(text, filename, path), filename);
};

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function compile(text, filename, path) {
  const { code } = require("@swc/core").transformSync(text, { ...options, filename });
  try {
    mkdirSync(kept, { recursive: true });
    const unfinished = `${path}.${process.pid}`;
    writeFileSync(unfinished, code);
    renameSync(unfinished, path);
  } catch {
    // A directory that can't be written costs time, and nothing else.
  }
  return code;
}
