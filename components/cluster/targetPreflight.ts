import type { Environment } from "../../config/schema";
import type { KubernetesObject } from "../../kube/object";
import type { ClusterReader } from "../../kube/reach";
import { environmentFiles } from "../environment";
import { controlPlaneErrors, readControlPlane } from "./existingControlPlane";
import { existingNamespaceErrors } from "./existingNamespaces";
import type { Findings } from "./findings";
import { examineGatewayApi } from "./gatewayApi/preflight";
import { existingPodSecurityErrors } from "./podSecurity";
import { versionFindings, type ServerVersion } from "./kubernetesVersion";

/**
 * Looks at what the cluster of an environment has already, but for objects of the environment's own names.
 *
 * @param owner the stack
 * @param handWritten the objects that a person wrote for the environment
 * @param takesOver whether the stack takes over whatever is there
 */
export async function examineTarget(
  reader: ClusterReader,
  environment: Environment,
  { owner, handWritten, takesOver }: { owner: string; handWritten: readonly KubernetesObject[]; takesOver: boolean },
): Promise<Findings> {
  const { cluster, delivery } = environment;
  const deploys = delivery !== "none";
  const objects = () => [...environmentFiles(environment).flatMap((file) => file.objects), ...handWritten];
  const found = await Promise.all([
    cluster.controlPlane === "existing" &&
      readControlPlane(reader).then((controlPlane) => ({ errors: controlPlaneErrors(controlPlane, owner) })),
    deploys &&
      cluster.namespaces.mode === "existing" &&
      existingNamespaceErrors(reader, environment, owner).then((errors) => ({ errors })),
    deploys &&
      cluster.namespaces.mode === "existing" &&
      existingPodSecurityErrors(reader, environment).then((errors) => ({ errors })),
    reader.readIfAllowed<ServerVersion>("/version").then((answer) => versionFindings(answer?.found ?? {}, environment)),
    deploys && !takesOver && examineGatewayApi(reader, environment, objects()),
  ]);
  const findings = found.filter((each): each is Findings => each !== false);
  const warnings = findings.flatMap((each) => each.warnings ?? []);
  return { errors: findings.flatMap(({ errors }) => errors), ...(warnings.length > 0 && { warnings }) };
}
