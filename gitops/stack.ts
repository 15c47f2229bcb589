import * as pulumi from "@pulumi/pulumi";
import { assertValid } from "../checks";
import { readManifests } from "../checks/manifest";
import { assertAccepted } from "../checks/accepted";
import type { Installer } from "../components/application/protection";
import { stackIdentity } from "../components/cluster/ownership";
import { examineClusters } from "../components/cluster/preflight";
import { withExportedKubeconfigs } from "../components/cluster/source";
import type { RepositorySecret } from "../components/repository/build";
import { environmentFiles, type ManifestFile } from "../components/environment";
import { missingSecrets } from "../config/checks";
import { loadCheckout, environmentNamed } from "../config/checkout";
import type { Environment, PlatformInput } from "../config/schema";
import { environmentOf } from "../config/stackConfiguration";
import { invalidEnvironment, UserError } from "../core/errors";
import { assertCommitted, assertTreeIsCurrent } from "./check";
import { handWrittenTexts } from "./files";
import { handWrittenFiles } from "./handWritten";
import { linksOut } from "./refusedFiles";
import { refusalOf, unknownOf } from "./revision/messages";
import { readStanding, type Standing } from "./revision/standing";
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
  /** The user that Argo CD is to a cluster that another stack has registered; none elsewhere. */
  argocdUser?: string | undefined;
  /** Who has installed the Argo CD that delivers; none where this stack does, or none delivers. */
  installer?: Installer | undefined;
  /** What an Argo CD that exists is told of repositories. */
  repositories?: Record<string, RepositorySecret> | undefined;
  /** Where the checkout is, seen from the branch that Argo CD follows; none where it deploys nothing from Git. */
  standing?: Standing;
}

/**
 * The stack that Pulumi is running, validated.
 *
 * @throws UserError with all that is wrong with it
 */
export async function loadStack(platform: PlatformInput, directory = process.cwd()): Promise<Stack> {
  const configured = environmentOf(platform, pulumi.getStack(), pulumi.runtime.allConfig(), directory);
  // A Git host takes as long as a cluster to answer, so both are asked at once.
  const standing = configured.delivery === "gitops" ? readStanding(configured, directory) : undefined;
  const ended = standing?.catch(() => undefined);
  try {
    return { ...(await loadConfigured(configured, directory)), standing: await standing?.catch(ofPreview) };
  } finally {
    // Pulumi ends the program with the first error, and files with credentials would stay.
    await ended;
  }
}

/** A preview goes on where git can't read the checkout, for it changes nothing. */
function ofPreview(error: unknown): undefined {
  if (!(error instanceof UserError) || !pulumi.runtime.isDryRun()) throw error;
  void pulumi.log.warn(error.message);
}

async function loadConfigured(configured: Environment, directory: string): Promise<Omit<Stack, "standing">> {
  const environment = await withExportedKubeconfigs(configured, stackOutput);
  if (environment.delivery === "none") return await loadHub(environment);
  const texts = handWrittenTexts(directory);
  const written = readManifests(texts).items.map(({ object }) => object);
  const { errors, warnings = [], ...found } = await examineClusters(environment, stackIdentity(), written);
  const links = environment.delivery === "gitops" ? await linksOut(directory) : [];
  assertValid(environment, texts, [...missingSecrets(environment), ...errors, ...links]);
  for (const warning of warnings) void pulumi.log.warn(warning);
  // In direct delivery the Kubernetes provider does so for every object that it applies.
  if (environment.delivery === "gitops") {
    await assertAccepted(environment, texts, (message) => void pulumi.log.warn(message));
  }
  const [rendered, handWritten] = [environmentFiles(environment), handWrittenFiles(texts, environment)];
  return { environment, rendered, handWritten, files: [...rendered, ...handWritten], ...found };
}

/** A stack without an environment has nothing to deploy but an Argo CD. */
async function loadHub(hub: Environment): Promise<Omit<Stack, "standing">> {
  const examined = await examineClusters(hub, stackIdentity());
  for (const warning of examined.warnings ?? []) void pulumi.log.warn(warning);
  const errors = [...missingSecrets(hub), ...examined.errors];
  if (errors.length > 0) throw invalidEnvironment(hub.name, errors);
  return { environment: hub, rendered: [], handWritten: [], files: [] };
}

/**
 * The environment of a stack as it is in Git: the same objects, perhaps at other addresses. A preview is told where the branch
 * that Argo CD follows has other files, and anybody where that is not known. What other stacks have rendered is their own
 * business, and their errors are warnings here.
 *
 * @throws UserError where the checkout is not rendered, or has other objects; and of an `up`, where that branch does
 */
export function committedEnvironment(
  platform: PlatformInput,
  { environment, rendered, standing }: Stack,
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
  if (standing) assertInStep(standing);
  return committed;
}

function assertInStep(standing: Standing): void {
  const [refusal, unknown] = [refusalOf(standing), unknownOf(standing)];
  if (refusal && !pulumi.runtime.isDryRun()) throw refusal.error;
  for (const message of [refusal?.warning, unknown]) if (message) void pulumi.log.warn(message);
}

const references = new Map<string, pulumi.StackReference>();

/** An output of another stack, for the program that Pulumi runs. Two outputs of a stack take one reference. */
async function stackOutput({ stack, output }: { stack: string; output: string }): Promise<unknown> {
  const reference = references.get(stack) ?? new pulumi.StackReference(stack);
  references.set(stack, reference);
  const details = await reference.getOutputDetails(output);
  return details.secretValue ?? details.value;
}
