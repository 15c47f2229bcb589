import { execFileSync } from "node:child_process";
import * as pulumi from "@pulumi/pulumi";
import { DeploymentSettings, DriftSchedule } from "@pulumi/pulumiservice";
import { deploymentSettings, driftSchedule, type CloudLogin, type Stack } from "./settings";

/** Settings and a look for drift for each stack. */
const config = new pulumi.Config();
const place = { organization: config.require("organization"), repository: config.require("repository") };
const logins = config.getObject<Record<string, CloudLogin>>("logins") ?? {};

for (const stack of stacksIn(config.require("checkout"))) {
  const settings = new DeploymentSettings(stack.name, deploymentSettings(stack, place, logins[stack.name]));
  new DriftSchedule(stack.name, driftSchedule(stack, place), { dependsOn: settings });
}

/** The stacks of a checkout that CI deploys. To leave out one whose file has errors would delete its settings. */
function stacksIn(checkout: string): Stack[] {
  const list = execFileSync("npm", ["run", "--silent", "stacks", "--", "--json"], { cwd: checkout, encoding: "utf8" });
  const { stacks, broken } = JSON.parse(list) as { stacks: Stack[]; broken: { message: string }[] };
  if (broken.length > 0) throw new pulumi.RunError(broken.map(({ message }) => message).join("\n"));
  return stacks.filter(({ deploy }) => deploy !== "none");
}
