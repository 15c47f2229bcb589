import type { Environment } from "../../config/schema";
import type { ValidationError } from "../../core/errors";
import type { KubernetesObject } from "../../kube/object";
import type { ClusterReader } from "../../kube/reach";
import { environmentFiles } from "../environment";

/** Label of a namespace by which the API server refuses pods. */
const ENFORCE = "pod-security.kubernetes.io/enforce";

interface Workload {
  template?: { spec?: { securityContext?: Nobody; containers?: { securityContext?: Nobody }[] } };
}

/** A security context, as far as it says that nothing runs as root. */
interface Nobody {
  runAsNonRoot?: boolean;
}

/**
 * Which MCP servers and agents would get no pods in the environment's namespace: it enforces the Pod Security Standard `restricted`,
 * which asks for `runAsNonRoot`. What else it asks for, each pod says; whether an image runs as root, its maker alone knows.
 *
 * @param labels of the namespace
 */
export function podSecurityErrors(
  labels: Readonly<Record<string, string>>,
  environment: Environment,
): ValidationError[] {
  if (labels[ENFORCE] !== "restricted") return [];
  const { namespace } = environment;
  return environmentFiles(environment)
    .filter(({ objects }) => objects.some(({ kind, spec }) => kind === "Deployment" && mayBeRoot(spec as Workload)))
    .map(({ origin }) => ({
      path: `${origin}.runAsNonRoot`,
      problem: `is not true, and the namespace ${namespace} enforces the Pod Security Standard restricted, so that the API server would refuse its pods`,
      remedy: "Set it to true. The image must then run as another user than root: where it names none, set runAsUser.",
    }));
}

/** The same for the namespace of an environment that somebody else makes, as it is. */
export async function existingPodSecurityErrors(
  reader: ClusterReader,
  environment: Environment,
): Promise<ValidationError[]> {
  const path = `/api/v1/namespaces/${environment.namespace}`;
  const answer = await reader.readIfAllowed<Pick<KubernetesObject, "metadata">>(path);
  return podSecurityErrors(answer?.found?.metadata.labels ?? {}, environment);
}

function mayBeRoot({ template }: Workload): boolean {
  const { securityContext, containers = [] } = template?.spec ?? {};
  return containers.some(
    (container) => (container.securityContext?.runAsNonRoot ?? securityContext?.runAsNonRoot) !== true,
  );
}
