import { stackSecrets } from "../../../config/checks";
import { describeEnvironment } from "../../../config/rendered";
import { platform } from "../../../platform";

/** The secrets that a stack of a checkout needs for what it deploys, by their paths in the configuration. */
export function requiredSecrets(stack: string, checkout: string): string[] {
  return stackSecrets(describeEnvironment(platform, checkout, stack))
    .filter(({ required }) => required)
    .map(({ path }) => path);
}
