import * as pulumi from "@pulumi/pulumi";
import { DeploymentSettings, DriftSchedule } from "@pulumi/pulumiservice";
import { deploymentSettings, driftSchedule, stacks } from "./settings";

/** Settings and a look for drift for each stack. */
const config = new pulumi.Config();
const place = { organization: config.require("organization"), repository: config.require("repository") };

for (const stack of stacks) {
  const settings = new DeploymentSettings(stack, deploymentSettings(stack, place));
  new DriftSchedule(stack, driftSchedule(stack, place), { dependsOn: settings });
}
