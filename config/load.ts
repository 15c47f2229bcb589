import * as pulumi from "@pulumi/pulumi";
import { environmentOf } from "./stackConfiguration";
import type { Environment, PlatformInput } from "./schema";

/**
 * The environment of the stack that Pulumi is running.
 *
 * @throws UserError with all faults at once
 */
export function loadEnvironment(platform: PlatformInput, directory = process.cwd()): Environment {
  return environmentOf(platform, pulumi.getStack(), pulumi.runtime.allConfig(), directory);
}
