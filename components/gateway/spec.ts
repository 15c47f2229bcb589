import { z } from "zod";
import { objectName } from "../../kube/object";
import { listeners } from "./listener";
import { proxyFields } from "./proxy";
import { observabilitySpec } from "./telemetry";

/** The gateway of an environment: one Gateway and the AgentgatewayParameters that shape its proxy. */
export const gatewaySpec = z
  .strictObject({
    /** Name of the Gateway, and so of the Deployment and Service that the controller makes for it. */
    name: objectName.default("agentgateway-proxy"),
    /** Name of the AgentgatewayParameters. */
    parameters: objectName.default("default-parameters"),
    /** Listeners by name. Default: `http`, on port 80. */
    listeners: listeners.default({ http: { port: 80, protocol: "HTTP" } }),
    ...proxyFields,
    /** Access log, traces and labels of metrics. Default: the proxy's own. */
    observability: observabilitySpec.default({}),
  })
  .refine(({ replicas, autoscaling }) => replicas === undefined || autoscaling === undefined, {
    path: ["replicas"],
    message: "is fixed, yet autoscaling would change it: leave out one of them",
  });

export type GatewaySpec = z.infer<typeof gatewaySpec>;
