import { textIn } from "./fields";
import type { KubernetesObject } from "../kube/object";

/** A Gateway, and the parameters by which the controller makes its proxy. */
export interface Proxy {
  gateway: KubernetesObject;
  parameters: KubernetesObject | undefined;
}

/** The proxies that the controller will make. */
export function proxiesIn(objects: readonly KubernetesObject[]): Proxy[] {
  return objects
    .filter(({ kind }) => kind === "Gateway")
    .map((gateway) => {
      const name = textIn(gateway, "spec", "infrastructure", "parametersRef", "name");
      const parameters = objects.find(
        ({ kind, metadata }) => kind === "AgentgatewayParameters" && metadata.name === name,
      );
      return { gateway, parameters };
    });
}
