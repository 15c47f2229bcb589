// What Pulumi Deployments runs before each operation of a stack (ci/deployments/settings.ts). It ends with another code than 0
// where the operation should not go on.
//
//   node ci/beforeDeployment.mjs
import { spawnSync } from "node:child_process";

/** The version that is tested, of those in the image. */
const NODE = "24";

function run(command, ...args) {
  const { status, stdout, error } = spawnSync(command, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (error) throw error;
  if (status === 0) return stdout.trim();
  console.error(`error: ${command} ${args.join(" ")} ended with ${status}`);
  process.exit(1);
}

// `up` compares the commit with the history of its branch.
if (run("git", "rev-parse", "--is-shallow-repository") === "true") run("git", "fetch", "--quiet", "--unshallow");
run("fnm", "alias", NODE, "default");
