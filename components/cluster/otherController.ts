import type { Environment } from "../../config/schema";
import type { ValidationError } from "../../core/errors";
import type { ClusterReader } from "../../kube/reach";
import { nameIn } from "../application/children";
import { CONTROLLER_NAMESPACE } from "../controller/namespace";
import { GATEWAY_CLASS } from "../gateway/build";

/** The name under which the agentgateway controller accepts GatewayClasses, unless it is told another. */
const CONTROLLER_NAME = "agentgateway.dev/agentgateway";
/** The variable that tells it another. */
const CONTROLLER_VARIABLE = "AGW_CONTROLLER_NAME";
/** Label by which the chart marks the Deployment of the controller. */
export const CONTROLLERS = "/apis/apps/v1/deployments?labelSelector=agentgateway%3Dagentgateway";

/** An agentgateway controller on a cluster. */
export interface FoundController {
  namespace: string;
  /** Of its Deployment. */
  name: string;
  image?: string | undefined;
  /** Under which it accepts GatewayClasses. */
  controllerName: string;
}

/** What a cluster has that would be in the way of the agentgateway controller, or of Gateways of its class. */
export interface FoundControllers {
  /** Who accepts the GatewayClass, where there is one. */
  classOf?: string | undefined;
  controllers: readonly FoundController[];
}

interface Deployment {
  metadata: { name: string; namespace: string };
  spec?: { template?: { spec?: { containers?: Container[] } } };
}

interface Container {
  image?: string;
  env?: { name: string; value?: string }[];
}

/** Reads who accepts the GatewayClass of environments, and which agentgateway controllers there are. */
export async function readControllers(reader: ClusterReader): Promise<FoundControllers> {
  const [gatewayClass, deployments] = await Promise.all([
    reader.readIfAllowed<{ spec?: { controllerName?: string } }>(
      `/apis/gateway.networking.k8s.io/v1/gatewayclasses/${GATEWAY_CLASS}`,
    ),
    reader.readIfAllowed<{ items?: Deployment[] }>(CONTROLLERS),
  ]);
  return {
    classOf: gatewayClass?.found?.spec?.controllerName,
    controllers: (deployments?.found?.items ?? []).map(controllerOf),
  };
}

function controllerOf({ metadata: { name, namespace }, spec }: Deployment): FoundController {
  const [container] = spec?.template?.spec?.containers ?? [];
  const said = container?.env?.find((variable) => variable.name === CONTROLLER_VARIABLE)?.value;
  return { namespace, name, image: container?.image, controllerName: said || CONTROLLER_NAME };
}

/** The error of a GatewayClass that another controller accepts: Gateways of environments are of this class. */
export function gatewayClassErrors({ classOf }: FoundControllers): ValidationError[] {
  if (classOf === undefined || classOf === CONTROLLER_NAME) return [];
  return [
    {
      path: `GatewayClass ${GATEWAY_CLASS}`,
      problem: `is that of the controller ${classOf}, and Gateways of environments are of this class`,
      remedy: `Have its owner use a GatewayClass of another name, then remove this one: kubectl delete gatewayclass ${GATEWAY_CLASS}.`,
    },
  ];
}

/** The errors of controllers that would contend with the one that an environment installs. One with a name of its own does not. */
export function controllerErrors({ controllers }: FoundControllers, environment: Environment): ValidationError[] {
  const isOwn = ({ namespace, name }: FoundController) =>
    namespace === CONTROLLER_NAMESPACE &&
    // A namespace that the stack makes is its own, with all that is in it.
    (environment.cluster.namespaces.mode !== "existing" || name === nameIn(environment, "agentgateway"));
  return controllers
    .filter((each) => each.controllerName === CONTROLLER_NAME && !isOwn(each))
    .map(({ namespace, name, image }) => ({
      path: "cluster.controlPlane",
      problem:
        `is install, but an agentgateway controller is on the cluster already: the Deployment ${name} in the namespace ${namespace}` +
        (image === undefined ? "" : `, of the image ${image}`),
      remedy:
        "Use it: cluster.controlPlane: existing. Or remove it. Or have its owner give it a GatewayClass and a controller name of its " +
        "own: gatewayClassName and controllerName in the values of its chart.",
    }));
}
