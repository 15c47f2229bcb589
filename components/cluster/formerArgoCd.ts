import type { Environment } from "../../config/schema";
import type { ValidationError } from "../../core/errors";
import type { ClusterReader } from "../../kube/reach";
import { applicationNames } from "../application/root";

interface Named {
  name: string;
  namespace: string;
}

interface Applications {
  items: { metadata: Named }[];
}

/**
 * Whether the Argo CD in an environment's own cluster still deploys the environment, although another one is to. That `up`
 * would delete its Applications, and with them everything that runs there.
 *
 * @param target the cluster of the environment, which is not that of the Argo CD that is to deploy it
 */
export async function formerArgoCdErrors(target: ClusterReader, environment: Environment): Promise<ValidationError[]> {
  // Which namespace that one is in, the configuration no longer says.
  const { items } = (await target.read<Applications>("/apis/argoproj.io/v1alpha1/applications")) ?? { items: [] };
  return notLetGo(
    items.map(({ metadata }) => metadata),
    environment,
  );
}

/**
 * The error of an environment of which an Argo CD has not let go.
 *
 * @param applications the Applications of that Argo CD
 */
export function notLetGo(applications: readonly Named[], environment: Environment): ValidationError[] {
  const left = applicationNames(environment).flatMap((name) => applications.find((each) => each.name === name) ?? []);
  const [first] = left;
  if (first === undefined) return [];
  return [
    {
      path: "argocd.mode",
      problem:
        `is existing, but the Argo CD in the cluster of ${environment.name} itself still deploys it: ` +
        `Application ${left.map(({ name }) => name).join(", ")} in the namespace ${first.namespace}`,
      remedy: "Have that Argo CD let go of it first, so that nothing that runs is deleted: docs/hub.md, step 3.",
    },
  ];
}
