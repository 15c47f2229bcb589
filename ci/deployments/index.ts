import * as pulumi from "@pulumi/pulumi";
import { DeploymentSettings, DriftSchedule } from "@pulumi/pulumiservice";
import { deploymentSettings, driftSchedule, type CloudLogin } from "./settings";
import { stacksOf } from "./stacks";

/** Settings and a look for drift for each stack of the checkout. */
const config = new pulumi.Config();
const place = { organization: config.require("organization"), repository: config.require("repository") };
const logins = config.getObject<Record<string, CloudLogin>>("logins") ?? {};

for (const stack of stacksOf(config.require("checkout"))) {
  const settings = new DeploymentSettings(stack.name, deploymentSettings(stack, place, logins[stack.name]));
  new DriftSchedule(stack.name, driftSchedule(stack, place), { dependsOn: settings });
}
