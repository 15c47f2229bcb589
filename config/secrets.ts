import { environmentSecrets } from "../components/environment";
import { platform } from "../platform";
import { describeEnvironment } from "./rendered";

/** The secrets that a stack of this checkout needs for what it deploys, by their paths in the configuration. */
export function requiredSecrets(stack: string, directory = process.cwd()): { path: string }[] {
  return environmentSecrets(describeEnvironment(platform, directory, stack))
    .flatMap(({ entries }) => entries)
    .filter(({ required }) => required)
    .map(({ path }) => ({ path }));
}
