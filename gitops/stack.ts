import * as pulumi from "@pulumi/pulumi";
import { assertValid } from "../checks";
import { assertAccepted } from "../checks/accepted";
import { stackIdentity } from "../components/cluster/ownership";
import { clusterErrors } from "../components/cluster/preflight";
import { withExportedKubeconfigs } from "../components/cluster/source";
import type { KubeconfigSource } from "../components/cluster/spec";
import { environmentFiles, type ManifestFile } from "../components/environment";
import { missingSecrets } from "../config/checks";
import { loadCheckout, environmentNamed } from "../config/checkout";
import type { Environment, PlatformInput } from "../config/schema";
import { environmentOf } from "../config/stackConfiguration";
import { assertCommitted, assertTreeIsCurrent } from "./check";
import { handWrittenFiles, handWrittenTexts } from "./files";
import { onlyOf } from "./scope";

/** What a stack deploys. */
export interface Stack {
  /** The environment as the stack's configuration has it. */
  environment: Environment;
  /** What the builders render for it. */
  rendered: readonly ManifestFile[];
  /** What a person wrote under `k8s/base`. */
  handWritten: ManifestFile[];
  /** Both: all that is deployed. */
  files: ManifestFile[];
}

/**
 * The stack that Pulumi is running, validated.
 *
 * @throws UserError with all that is wrong with it
 */
export async function loadStack(platform: PlatformInput, directory = process.cwd()): Promise<Stack> {
  const configured = environmentOf(platform, pulumi.getStack(), pulumi.runtime.allConfig(), directory);
  const environment = await withExportedKubeconfigs(configured, stackOutput);
  const texts = handWrittenTexts(directory);
  const others = [...missingSecrets(environment), ...(await clusterErrors(environment, stackIdentity()))];
  assertValid(environment, texts, others);
  // In direct delivery the Kubernetes provider does so for every object that it applies.
  if (environment.delivery === "gitops") {
    await assertAccepted(environment, texts, (message) => void pulumi.log.warn(message));
  }
  const [rendered, handWritten] = [environmentFiles(environment), handWrittenFiles(texts)];
  return { environment, rendered, handWritten, files: [...rendered, ...handWritten] };
}

/**
 * The environment of a stack as it is in Git: the same objects, perhaps at other addresses. What other stacks have rendered is
 * their own business, and their errors are warnings here.
 *
 * @throws UserError where the checkout is not rendered, or has other objects
 */
export function committedEnvironment(
  platform: PlatformInput,
  { environment, rendered }: Stack,
  directory = process.cwd(),
): Environment {
  const checkout = loadCheckout(platform, directory);
  const { base, broken } = checkout;
  const committed = environmentNamed(checkout, environment.name);
  for (const { stack, error } of broken) {
    void pulumi.log.warn(`Pulumi.${stack}.yaml has errors, which stop that stack alone. ${error.message}`);
  }
  assertTreeIsCurrent({ base, environments: [committed] }, directory, onlyOf(environment.name));
  assertCommitted(environment, rendered, committed);
  return committed;
}

const references = new Map<string, pulumi.StackReference>();

/** An output of another stack, for the program that Pulumi runs. Two outputs of a stack take one reference. */
async function stackOutput({ stack, output }: KubeconfigSource): Promise<unknown> {
  const reference = references.get(stack) ?? new pulumi.StackReference(stack);
  references.set(stack, reference);
  const details = await reference.getOutputDetails(output);
  return details.secretValue ?? details.value;
}
