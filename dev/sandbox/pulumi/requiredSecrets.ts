import { stackSecrets } from "../../../config/checks";
import { environmentInCheckout } from "../../../config/checkout";
import { platform } from "../../../platform";

/** The secrets that a stack of a checkout needs for what it deploys, by their paths in the configuration. */
export function requiredSecrets(stack: string, checkout: string): string[] {
  return stackSecrets(environmentInCheckout(platform, checkout, stack))
    .filter(({ required }) => required)
    .map(({ path }) => path);
}
