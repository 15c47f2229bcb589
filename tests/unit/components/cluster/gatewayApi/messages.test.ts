import { existingErrors, missingKinds, type Kind } from "../../../../../components/cluster/gatewayApi/existingErrors";
import { installErrors } from "../../../../../components/cluster/gatewayApi/installErrors";
import { denialFindings, LEFT_POLICY } from "../../../../../components/cluster/gatewayApi/preflight";
import type { FoundCrd } from "../../../../../components/cluster/gatewayApi/read";
import type { Denial } from "../../../../../components/cluster/gatewayApi/trial";
import type { Findings } from "../../../../../components/cluster/findings";
import { versionFindings, type ServerVersion } from "../../../../../components/cluster/kubernetesVersion";
import {
  controllerErrors,
  gatewayClassErrors,
  type FoundControllers,
} from "../../../../../components/cluster/otherController";
import { invalidEnvironment } from "../../../../../core/errors";
import { environment } from "../../../../../dev/support/environment";
import { table } from "../../../../../dev/support/messages";

/** What is found on a cluster, and what the stack says. */
interface Input {
  crds?: FoundCrd[];
  denial?: Denial;
  existing?: { crds?: FoundCrd[]; missing?: Kind[]; served?: boolean };
  beside?: Kind[];
  controllers?: FoundControllers;
  kubernetes?: ServerVersion;
  adopt?: string[];
  delivery?: string;
  leftPolicy?: boolean;
  namespaces?: object;
}

function findingsOf({
  crds,
  denial,
  existing,
  beside,
  controllers,
  kubernetes,
  leftPolicy,
  namespaces = {},
  ...layer
}: Input) {
  const desired = environment({ ...layer, cluster: { namespaces } }, "prod");
  const errors = [
    ...(crds ? installErrors(crds, desired) : []),
    ...(existing
      ? existingErrors({ crds: [], missing: [], served: true, controller: desired.controlPlane.version, ...existing })
      : []),
    ...(beside ? missingKinds(beside, "cluster.controlPlane") : []),
    ...(controllers ? [...gatewayClassErrors(controllers), ...controllerErrors(controllers, desired)] : []),
  ];
  const others: Findings[] = [
    ...(denial ? [denialFindings(denial, desired.delivery)] : []),
    ...(leftPolicy ? [{ errors: [], warnings: [LEFT_POLICY] }] : []),
    ...(kubernetes ? [versionFindings(kubernetes, desired)] : []),
  ];
  return {
    errors: [...errors, ...others.flatMap((each) => each.errors)],
    warnings: others.flatMap(({ warnings = [] }) => warnings),
  };
}

describe("messages about Gateway API", () => {
  table<Input>("gatewayApi", (input) => {
    const { errors, warnings } = findingsOf(input);
    return Promise.resolve(
      [...(errors.length > 0 ? [invalidEnvironment("prod", errors).message] : []), ...warnings].join("\n"),
    );
  });
});
