import { z } from "zod";
import { pathPrefix, port } from "../kubernetes";

/** An agent that speaks A2A and runs in the environment, behind a path of the gateway. */
export const a2aAgentSpec = z.strictObject({
  /** Container image. */
  image: z.string().min(1),
  /** Port of the container and of its Service. */
  port: port.default(9090),
  /** Path prefix on the gateway. Default: `/<name>`. */
  path: pathPrefix.optional(),
  /** Replicas of the workload. Default 1. */
  replicas: z.int().min(0).max(1000).default(1),
});

export type A2aAgentSpec = z.infer<typeof a2aAgentSpec>;
