import type { Environment } from "../../config/schema";
import type { ValidationError } from "../../core/errors";
import type { ClusterReader } from "../../kube/reach";
import { applicationNames } from "../application/root";
import { ARGOCD_NAMESPACE } from "../argocd/namespace";

interface Applications {
  items: { metadata: { name: string } }[];
}

/**
 * Whether the Argo CD in an environment's own cluster still deploys the environment, although another one is to. That `up`
 * would delete its Applications, and with them everything that runs there.
 *
 * @param target the cluster of the environment, which is not that of the Argo CD that is to deploy it
 */
export async function formerArgoCdErrors(target: ClusterReader, environment: Environment): Promise<ValidationError[]> {
  const path = `/apis/argoproj.io/v1alpha1/namespaces/${ARGOCD_NAMESPACE}/applications`;
  const { items } = (await target.read<Applications>(path)) ?? { items: [] };
  return notLetGo(
    items.map(({ metadata }) => metadata.name),
    environment,
  );
}

/**
 * The error of an environment of which an Argo CD has not let go.
 *
 * @param applications names of the Applications of that Argo CD
 */
export function notLetGo(applications: readonly string[], environment: Environment): ValidationError[] {
  const left = applicationNames(environment).filter((name) => applications.includes(name));
  if (left.length === 0) return [];
  return [
    {
      path: "argocd.mode",
      problem:
        `is existing, but the Argo CD in the cluster of ${environment.name} itself still deploys it: ` +
        `Application ${left.join(", ")} in the namespace ${ARGOCD_NAMESPACE}`,
      remedy: "Have that Argo CD let go of it first, so that nothing that runs is deleted: docs/hub.md, step 3.",
    },
  ];
}
