// Runs one of our TypeScript scripts on a machine that has nothing but Node and npm: installs the packages first, where
// they are missing or not those of the lock file. Plain JavaScript without packages, because it runs before there are any.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, lstatSync, readFileSync, writeFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = 20;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, "node_modules", ".bin");
const stamp = join(root, "node_modules", ".installed-from");

function fail(message) {
  console.error(`error: ${message}`);
  process.exit(1);
}

function installPackages() {
  // Packages by way of a link are another checkout's: npm would delete them there.
  if (lstatSync(join(root, "node_modules"), { throwIfNoEntry: false })?.isSymbolicLink()) return;
  const expected = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === expected && existsSync(join(bin, "node"))) return;
  console.error("Installing the npm packages (usually under a minute) ...");
  // npm warns that the packages want a newer Node; they bring it along, as the package "node".
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    timeout: 900_000,
  });
  if (npm.error?.code === "ENOENT") fail("npm is not on PATH. Install Node.js with npm, version 20 or newer.");
  if (npm.status !== 0) fail("npm ci failed; its messages are above.");
  writeFileSync(stamp, expected);
}

if (Number(process.versions.node.split(".")[0]) < OLDEST_NODE) {
  fail(
    `this needs Node ${OLDEST_NODE} or newer, and ${process.version} is running. Install a newer one from your package manager.`,
  );
}
installPackages();

const [script, ...args] = process.argv.slice(2);
const child = spawn(join(bin, "node"), ["-r", "ts-node/register/transpile-only", join(root, script), ...args], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
});
// Ctrl-C reaches the child from the terminal itself; it alone decides how to end.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
