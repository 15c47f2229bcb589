import type { Environment } from "../../../config/schema";
import type { LiveObject } from "../../../kube/live";
import type { ClusterReader } from "../../../kube/reach";
import { looksAt, type PartContainer } from "./applicationNamespaces";
import type { ExistingArgoCd } from "./facts";
import { PARAMETERS, placeOf } from "./places";

/** A workload of an Argo CD. */
export type Workload = LiveObject & {
  spec?: {
    template?: { spec?: { serviceAccountName?: string; containers?: (PartContainer & { image?: string })[] } };
  };
};

/**
 * Where an Argo CD looks at Applications. Nothing where those of the environment are in its own namespace, or where its parameters
 * may not be read.
 */
export async function readApplicationNamespaces(
  reader: ClusterReader,
  { argocd: { namespace, applicationNamespace = namespace } }: Environment,
  workloads: readonly Workload[],
): Promise<Pick<ExistingArgoCd, "applicationNamespaces" | "parametersPlace">> {
  if (applicationNamespace === namespace) return {};
  const [there, read] = await Promise.all([
    reader.readIfAllowed(`/api/v1/namespaces/${applicationNamespace}`),
    reader.readIfAllowed<LiveObject & { data?: Record<string, string> }>(
      `/api/v1/namespaces/${namespace}/configmaps/${PARAMETERS}`,
    ),
  ]);
  if (there !== undefined && there.found === undefined) return { applicationNamespaces: "missing" };
  if (read === undefined) return {};
  const containers = workloads.map(
    ({ metadata, spec }) =>
      [metadata.labels?.["app.kubernetes.io/component"] ?? "", spec?.template?.spec?.containers ?? []] as const,
  );
  return {
    applicationNamespaces: looksAt(containers, read.found?.data ?? {}),
    ...(read.found && { parametersPlace: placeOf(read.found, PARAMETERS) }),
  };
}
