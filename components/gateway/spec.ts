import { z } from "zod";
import { objectName, port } from "../kubernetes";

const listener = z.strictObject({
  /** TCP port on which the gateway's Service listens. Reserved by the proxy: 15000, 15020, 15021. */
  port: port.refine(
    (value) => ![15000, 15020, 15021].includes(value),
    "is reserved by the proxy (15000, 15020, 15021)",
  ),
  /** Protocol of the listener. */
  protocol: z.enum(["HTTP"]).default("HTTP"),
});

/** The gateway of an environment: one Gateway and the AgentgatewayParameters that shape its proxy. */
export const gatewaySpec = z.strictObject({
  /** Name of the Gateway, and so of the Deployment and Service that the controller makes for it. */
  name: objectName.default("agentgateway-proxy"),
  /** Name of the AgentgatewayParameters. */
  parameters: objectName.default("default-parameters"),
  /** Listeners by name. */
  listeners: z
    .record(objectName, listener)
    .refine((listeners) => Object.keys(listeners).length > 0, "needs at least one listener")
    .default({ http: { port: 80, protocol: "HTTP" } }),
  /** Replicas of the proxy. Default: the controller's own, 1. */
  replicas: z.int().min(1).max(1000).optional(),
  logging: z
    .strictObject({
      /** Log level of the proxy in RUST_LOG syntax. */
      level: z.string().min(1).default("info"),
    })
    .prefault({}),
});

export type GatewaySpec = z.infer<typeof gatewaySpec>;
