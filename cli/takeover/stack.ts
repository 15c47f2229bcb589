import { environmentFiles } from "../../components/environment";
import type { KubernetesObject } from "../../kube/object";
import { UserError } from "../../core/errors";
import type { Environment } from "../../config/schema";
import { environmentOf } from "../../config/stackConfiguration";
import { handWrittenTexts } from "../../gitops/files";
import { handWrittenFiles } from "../../gitops/handWritten";
import { platform } from "../../platform";
import { stackConfiguration } from "../stack/pulumi";

/** The environment of a stack that can be taken over. */
export async function readStack(stack: string, directory = process.cwd()): Promise<Environment> {
  const environment = environmentOf(platform, stack, await stackConfiguration(stack), directory);
  if (environment.delivery !== "gitops") {
    throw new UserError(
      `${stack} has delivery: ${environment.delivery}, and only an environment that Argo CD deploys from Git can be taken over.`,
    );
  }
  return environment;
}

/** What Argo CD deploys from the overlay of an environment. */
export function deliveredObjects(environment: Environment, directory = process.cwd()): KubernetesObject[] {
  const built = environmentFiles(environment).flatMap(({ objects }) => objects);
  const written = handWrittenFiles(handWrittenTexts(directory), environment).flatMap(({ objects }) => objects);
  return [...built, ...written].map((object) => ({
    ...object,
    metadata: { ...object.metadata, namespace: environment.namespace },
  }));
}
