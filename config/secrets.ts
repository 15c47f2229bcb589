import { platform } from "../platform";
import { stackSecrets } from "./checks";
import { describeEnvironment } from "./rendered";

/** The secrets that a stack of this checkout needs for what it deploys, by their paths in the configuration. */
export function requiredSecrets(stack: string, directory = process.cwd()): { path: string }[] {
  return stackSecrets(describeEnvironment(platform, directory, stack))
    .filter(({ required }) => required)
    .map(({ path }) => ({ path }));
}
