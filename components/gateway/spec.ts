import { z } from "zod";
import { objectName } from "../../kube/schemas";
import { listeners } from "./listener";
import { proxyFields } from "./proxy";
import { observabilitySpec } from "./telemetry";
import { checkWorkload, parametersFields } from "./workload";

/** What a gateway that can be reached from outside of its cluster lets happen only if its environment says so. */
export const INSECURE = ["unauthenticated", "plainHttp"] as const;

/** The gateway of an environment: one Gateway and the AgentgatewayParameters that shape its proxy. */
export const gatewaySpec = z
  .strictObject({
    /** Name of the Gateway, and so of the Deployment and Service that the controller makes for it. */
    name: objectName.default("agentgateway-proxy"),
    /** Name of the AgentgatewayParameters. */
    parameters: objectName.default("default-parameters"),
    /** Listeners by name. Default: `http`, on port 80. */
    listeners: listeners.default({ http: { port: 80, protocol: "HTTP" } }),
    /**
     * What is accepted although the gateway can be reached from outside of its cluster, as by a Service of type `LoadBalancer`.
     * `unauthenticated`: anybody who reaches it uses routes without credentials, and what the keys of providers pay for.
     * `plainHttp`: whoever is on the way reads and changes requests and answers, credentials too. What happens and is not named
     * here is an error of the environment. A component in a program of your own does not check it, for it does not see the
     * other objects. Default: nothing.
     */
    insecure: z.array(z.enum(INSECURE)).default([]),
    ...proxyFields,
    ...parametersFields,
    /** Access log, traces and labels of metrics. Default: the proxy's own. */
    observability: observabilitySpec.default({}),
  })
  .refine(({ replicas, autoscaling }) => replicas === undefined || autoscaling === undefined, {
    path: ["replicas"],
    message: "is fixed, yet autoscaling would change it: leave out one of them",
  })
  .superRefine(checkWorkload);

export type GatewaySpec = z.infer<typeof gatewaySpec>;
