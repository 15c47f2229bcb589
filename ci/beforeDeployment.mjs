// What Pulumi Deployments runs before each operation of a stack (ci/deployments/settings.ts). It ends with another code than 0
// where the operation should not go on.
//
//   node ci/beforeDeployment.mjs
//
// Pulumi Deployments sets PULUMI_CI_OPERATION, PULUMI_CI_STACK and PULUMI_CI_ORGANIZATION.
import { spawnSync } from "node:child_process";

/** The version that is tested, of those in the image. */
const NODE = "24";

/** The commands to run before an operation. */
export function commandsBefore({ operation, stack, organization }, { shallow }) {
  return [
    ...(shallow ? [["git", "fetch", "--quiet", "--unshallow"]] : []),
    ["fnm", "alias", NODE, "default"],
    // The refresh that follows sees what Pulumi owns, and nothing of what Argo CD deploys.
    ...(operation === "detect-drift"
      ? [
          ["pulumi", "org", "set-default", organization],
          ["npm", "run", "--silent", "drift", "--", stack],
        ]
      : []),
  ];
}

function run([command, ...args]) {
  const { status, error } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  if (error) throw error;
  if (status === 0) return;
  console.error(`error: ${command} ${args.join(" ")} ended with ${status}`);
  process.exit(status ?? 1);
}

function main(environment) {
  const variable = (name) => {
    if (environment[name]) return environment[name];
    console.error(`error: ${name} is not set; Pulumi Deployments sets it`);
    process.exit(2);
  };
  const deployment = {
    operation: variable("PULUMI_CI_OPERATION"),
    stack: variable("PULUMI_CI_STACK"),
    organization: variable("PULUMI_CI_ORGANIZATION"),
  };
  const { stdout } = spawnSync("git", ["rev-parse", "--is-shallow-repository"], { encoding: "utf8" });
  for (const command of commandsBefore(deployment, { shallow: stdout?.trim() === "true" })) run(command);
}

if (import.meta.filename === process.argv[1]) main(process.env);
