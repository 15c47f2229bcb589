import { environmentFiles } from "../../components/environment";
import { expectedOf, type Expected } from "../../components/serving/expected";
import type { Environment } from "../../config/schema";
import { handWrittenFiles, handWrittenTexts } from "../../gitops/files";

/**
 * What a checkout promises of an environment: its Gateways, and the workloads of the catalogue and of handwritten files.
 *
 * @param directory the checkout
 */
export function expectedToServe(environment: Environment, directory: string): Expected {
  const files = [...environmentFiles(environment), ...handWrittenFiles(handWrittenTexts(directory))];
  return expectedOf(
    environment,
    files.flatMap(({ objects }) => objects),
  );
}
