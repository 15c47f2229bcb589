import { environmentFiles } from "../../components/environment";
import { expectedOf, type Expected } from "../../components/serving/expected";
import type { Environment } from "../../config/schema";
import { pinnedDescription } from "../stack/description";
import { handWrittenTexts } from "../../gitops/files";
import { handWrittenFiles } from "../../gitops/handWritten";

/**
 * What is promised of an environment: by the commit that it is pinned to, else by the checkout. So neither a branch nor a
 * checkout that has gone on matters where it follows commits.
 */
export async function expectedToServe(environment: Environment, directory: string): Promise<Expected> {
  const pinned = environment.application.follow === "commit" ? await pinnedDescription(environment.name) : undefined;
  return pinned ? expectedOf(environment, pinned.desiredObjects) : expectedOfCheckout(environment, directory);
}

/**
 * What a checkout promises of an environment: its Gateways, and the workloads of the catalogue and of handwritten files.
 *
 * @param directory the checkout
 */
export function expectedOfCheckout(environment: Environment, directory: string): Expected {
  const files = [...environmentFiles(environment), ...handWrittenFiles(handWrittenTexts(directory), environment)];
  return expectedOf(
    environment,
    files.flatMap(({ objects }) => objects),
  );
}
