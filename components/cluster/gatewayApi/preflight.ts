import type { Environment } from "../../../config/schema";
import type { KubernetesObject } from "../../../kube/object";
import type { ClusterReader } from "../../../kube/reach";
import { clusterObjects } from "../../application/clusterObjects";
import { versions } from "../../versions";
import { installsGatewayApi } from "../controlPlane";
import type { Findings } from "../findings";
import { controllerErrors, gatewayClassErrors, readControllers } from "../otherController";
import { existingErrors, missingKinds } from "./existingErrors";
import { GATEWAY_API_FIELD, installErrors } from "./installErrors";
import { neededKinds, readMissing } from "./kinds";
import { readGatewayApi } from "./read";
import { tryCrds, type Denial } from "./trial";

/**
 * Looks at Gateway API and the agentgateway controllers of an environment's cluster. It changes nothing.
 *
 * @param objects what the environment deploys
 */
export async function examineGatewayApi(
  reader: ClusterReader,
  environment: Environment,
  objects: readonly KubernetesObject[],
): Promise<Findings> {
  const [controllers, gatewayApi] = await Promise.all([
    readControllers(reader),
    installsGatewayApi(environment.cluster)
      ? examineInstall(reader, environment)
      : examineExisting(reader, environment, objects),
  ]);
  const contending = environment.cluster.controlPlane === "install" ? controllerErrors(controllers, environment) : [];
  return {
    ...gatewayApi,
    errors: [...gatewayApi.errors, ...gatewayClassErrors(controllers), ...contending],
  };
}

async function examineInstall(reader: ClusterReader, environment: Environment): Promise<Findings> {
  const { crds } = await readGatewayApi(reader);
  if (crds === undefined) return { errors: [] };
  const errors = installErrors(crds, environment);
  const denial = errors.length === 0 ? await tryCrds(reader, crds) : undefined;
  return denial === undefined ? { errors } : denialFindings(denial, environment.delivery);
}

/** Argo CD may be allowed what whoever runs `pulumi up` is not, so that this is no error there. */
export function denialFindings({ by, says, byIdentity }: Denial, delivery: Environment["delivery"]): Findings {
  const problem = `is install, but ${by} refuses the CRDs of Gateway API ${versions.gatewayApi}: ${says}`;
  const remedy =
    "Leave Gateway API to its owner: cluster.gatewayApi: existing. Or have whoever administers the cluster allow it.";
  if (!byIdentity || delivery !== "gitops") return { errors: [{ path: GATEWAY_API_FIELD, problem, remedy }] };
  const unsure = "It may allow Argo CD what it refuses to you. If it does not:";
  return { errors: [], warnings: [`${GATEWAY_API_FIELD} ${problem} ${unsure} ${remedy}`] };
}

/** What is said of the admission policy that came with Gateway API, when that is somebody else's. */
export const LEFT_POLICY =
  `${GATEWAY_API_FIELD} is existing, but the admission policy ${clusterObjects.admissionPolicy} of this program is there yet, and keeps older ` +
  "releases of Gateway API from being installed. Where no Application deploys it any more: kubectl delete " +
  `validatingadmissionpolicy,validatingadmissionpolicybinding ${clusterObjects.admissionPolicy}`;

/** Kinds that the look at an existing control plane misses. */
const CORE = ["GatewayClass", "Gateway", "HTTPRoute"];

/** What the control plane itself needs, the stack that installs it looks after, and the look at the control plane. */
async function examineExisting(
  reader: ClusterReader,
  { cluster, controlPlane }: Environment,
  objects: readonly KubernetesObject[],
): Promise<Findings> {
  const needed = neededKinds(objects);
  const installs = cluster.controlPlane === "install";
  const [{ missing, served }, found] = await Promise.all([
    readMissing(reader, needed),
    installs ? readGatewayApi(reader) : undefined,
  ]);
  if (found) {
    const errors = existingErrors({ crds: found.crds, missing, served, controller: controlPlane.version });
    return { errors, ...(found.ourPolicy && { warnings: [LEFT_POLICY] }) };
  }
  const other = missing.filter(({ kind }) => !CORE.includes(kind));
  return { errors: missingKinds(other, "cluster.controlPlane") };
}
