import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { objectName } from "../../kube/schemas";
import { Desired, type Owner } from "../inputs/desired";
import type { AgentGateway } from "./component";

/** The gateway that serves something: the component, or the name of a Gateway in the same namespace. */
export type GatewayReference = AgentGateway | pulumi.Input<string>;

const named = z.strictObject({ gateway: objectName });

/** The name of the Gateway that is referred to. */
export function gatewayNamed(owner: Owner, gateway: GatewayReference): Desired<string> {
  const name = isComponent(gateway) ? gateway.reference.name : gateway;
  return Desired.of(owner, named, { gateway: name }).map((args) => args.gateway);
}

/** The namespace that its gateway gives a component which names none. */
export function gatewayNamespace(
  namespace: pulumi.Input<string> | undefined,
  gateway: GatewayReference,
): pulumi.Input<string> | undefined {
  return namespace ?? (isComponent(gateway) ? gateway.reference.namespace : undefined);
}

function isComponent(gateway: GatewayReference): gateway is AgentGateway {
  return pulumi.ComponentResource.isInstance(gateway);
}
