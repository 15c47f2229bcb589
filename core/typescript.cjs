// Lets `require` read TypeScript, unchecked, and compiles each text once: a preview waits for that. Plain JavaScript, because
// providers that Pulumi starts have nothing else that reads TypeScript. In a program it takes over from ts-node.
const { createHash } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const { join } = require("node:path");

const options = {
  jsc: { parser: { syntax: "typescript" }, target: "es2022" },
  module: { type: "commonjs" },
  sourceMaps: "inline",
  swcrc: false,
};

const kept = join(__dirname, "../node_modules/.cache/agentgateway-typescript");
const compilerVersion = require("@swc/core/package.json").version;
const compiled = new Map();

require.extensions[".ts"] = (module, filename) => {
  const text = readFileSync(filename, "utf8");
  const key = createHash("sha256").update(JSON.stringify([compilerVersion, options, filename, text]));
  const path = join(kept, `${key.digest("hex")}.js`);
  const code = read(path) ?? compile(text, filename, path);
  compiled.set(filename, code);
  module._compile(code, filename);
};

// Stack traces name the lines of the sources where ts-node has prepared that.
const traces = Object.keys(require.cache).find((path) =>
  /@cspotcode.source-map-support.source-map-support[.]js$/.test(path),
);
if (traces) require.cache[traces].exports.install({ retrieveFile: (path) => compiled.get(path) ?? null });

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
