import { groupOf } from "../../../kube/apiGroup";
import { versionPath } from "../../../kube/kinds";
import type { KubernetesObject } from "../../../kube/object";
import type { ClusterReader } from "../../../kube/reach";
import { GATEWAY_API } from "../../gateway/build";
import type { Kind } from "./existingErrors";

/** What the agentgateway controller makes itself. */
const ALWAYS: readonly Kind[] = [{ apiVersion: `${GATEWAY_API}/v1`, kind: "GatewayClass" }];

/** The kinds of Gateway API that objects are of, and those that the controller needs. */
export function neededKinds(objects: readonly Pick<KubernetesObject, "apiVersion" | "kind">[]): Kind[] {
  const kinds = [...ALWAYS, ...objects.filter((object) => groupOf(object) === GATEWAY_API)];
  const named = new Map(kinds.map(({ apiVersion, kind }) => [`${apiVersion}/${kind}`, { apiVersion, kind }]));
  return [...named].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind);
}

/** Reads which kinds of Gateway API a cluster does not serve. */
export async function readMissing(
  reader: ClusterReader,
  needed: readonly Kind[],
): Promise<{ missing: Kind[]; served: boolean }> {
  const apiVersions = [...new Set(needed.map(({ apiVersion }) => apiVersion))];
  const served = await Promise.all(
    apiVersions.map(async (apiVersion) => {
      const answer = await reader.read<{ resources: { kind: string }[] }>(versionPath(apiVersion));
      return (answer?.resources ?? []).map(({ kind }) => `${apiVersion}/${kind}`);
    }),
  );
  const names = new Set(served.flat());
  return {
    missing: needed.filter(({ apiVersion, kind }) => !names.has(`${apiVersion}/${kind}`)),
    served: names.size > 0,
  };
}
