import { assertSound } from "../checks";
import { missingSecrets } from "../config/checks";
import { loadEnvironment } from "../config/load";
import { describeCheckout, environmentNamed } from "../config/rendered";
import type { Environment, PlatformInput } from "../config/schema";
import { assertDescribed, assertTreeIsCurrent } from "./check";
import { handWrittenTexts } from "./files";

/** What a stack deploys. */
export interface Stack {
  /** The environment as the stack's configuration has it. */
  environment: Environment;
  /** The environment as Git describes it: the same objects, perhaps at other addresses. */
  described: Environment;
}

/**
 * The stack that Pulumi is running, found sound, and described by the checkout just as it is configured.
 *
 * @throws UserError with all that is wrong with it
 */
export async function loadStack(platform: PlatformInput, directory = process.cwd()): Promise<Stack> {
  const environment = loadEnvironment(platform, directory);
  await assertSound(environment, handWrittenTexts(directory), missingSecrets(environment));
  const checkout = describeCheckout(platform, directory);
  const described = environmentNamed(checkout, environment.name);
  await assertTreeIsCurrent(checkout, directory);
  await assertDescribed(environment, described);
  return { environment, described };
}
