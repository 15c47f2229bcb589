import type { ValidationError } from "../../core/errors";
import { CONTROLLER_NAMESPACE } from "../controller/namespace";
import { GATEWAY_CLASS } from "../gateway/build";
import { CONTROLLERS } from "./otherController";
import { OWNER } from "./owner";
import type { ClusterReader } from "../../kube/reach";

/** The kinds that every environment is made of, by the path of their API. */
const KINDS: Record<string, readonly string[]> = {
  "gateway.networking.k8s.io/v1": ["gatewayclasses", "gateways", "httproutes"],
  "agentgateway.dev/v1alpha1": ["agentgatewaybackends", "agentgatewayparameters", "agentgatewaypolicies"],
};

interface GatewayClass {
  status?: { conditions?: { type: string; status: string; reason?: string; message?: string }[] };
}

interface Annotated {
  metadata: { annotations?: Record<string, string> };
}

/** What a cluster has of a control plane for gateways. */
export interface ControlPlane {
  /** CRDs that are not there. */
  missing: readonly string[];
  /** Nothing where it can't be read. */
  gatewayClass?: GatewayClass | "missing";
  /** Whether a controller is somewhere on the cluster. Nothing where that can't be read. */
  controller?: boolean;
  /** The stack that has made the controller's namespace, where one has. */
  stack?: string;
}

/** Reads what a cluster has of a control plane. */
export async function readControlPlane(reader: ClusterReader): Promise<ControlPlane> {
  const [missing, gatewayClass, controllers, namespace] = await Promise.all([
    Promise.all(Object.entries(KINDS).map(([api, plurals]) => missingKinds(reader, api, plurals))),
    reader.readIfAllowed<GatewayClass>(`/apis/gateway.networking.k8s.io/v1/gatewayclasses/${GATEWAY_CLASS}`),
    reader.readIfAllowed<{ items: object[] }>(CONTROLLERS),
    reader.readIfAllowed<Annotated>(`/api/v1/namespaces/${CONTROLLER_NAMESPACE}`),
  ]);
  const stack = namespace?.found?.metadata.annotations?.[OWNER];
  return {
    missing: missing.flat(),
    ...(gatewayClass && { gatewayClass: gatewayClass.found ?? "missing" }),
    ...(controllers && { controller: (controllers.found?.items ?? []).length > 0 }),
    ...(stack !== undefined && { stack }),
  };
}

async function missingKinds(reader: ClusterReader, api: string, plurals: readonly string[]): Promise<string[]> {
  const served = await reader.read<{ resources: { name: string }[] }>(`/apis/${api}`);
  const names = new Set((served?.resources ?? []).map(({ name }) => name));
  return plurals.filter((plural) => !names.has(plural)).map((plural) => `${plural}.${api.split("/")[0]}`);
}

/** Why an environment can't use the control plane of its cluster. */
export function controlPlaneErrors(found: ControlPlane, owner: string): ValidationError[] {
  const path = "cluster.controlPlane";
  if (found.stack === owner) {
    return [
      {
        path,
        problem:
          "is existing, yet this stack has installed the control plane itself, and would remove it from under its gateways",
        remedy: "Set it to install. To have another stack install it: docs/environments.md.",
      },
    ];
  }
  const problem = lack(found);
  if (problem === undefined) return [];
  const remedy = "First `pulumi up` the stack that installs it; or have this one do so: cluster.controlPlane: install.";
  return [{ path, problem: `is existing, but ${problem}`, remedy }];
}

function lack({ missing, gatewayClass, controller }: ControlPlane): string | undefined {
  if (missing.length > 0)
    return `the cluster lacks ${missing.length === 1 ? "the CRD" : "the CRDs"} ${missing.join(", ")}`;
  if (gatewayClass === "missing")
    return `the cluster has no GatewayClass ${GATEWAY_CLASS}, which the agentgateway controller makes`;
  const accepted = gatewayClass?.status?.conditions?.find(({ type }) => type === "Accepted");
  if (gatewayClass !== undefined && accepted?.status !== "True") {
    const why = [accepted?.reason, accepted?.message].filter(Boolean).join(", ");
    return `no controller has accepted its GatewayClass ${GATEWAY_CLASS}${why && ` (${why})`}`;
  }
  if (controller === false)
    return `no agentgateway controller is on the cluster: its GatewayClass ${GATEWAY_CLASS} was left behind by one`;
  return undefined;
}
