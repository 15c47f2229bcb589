import { z } from "zod";
import { pathPrefix, port } from "../kubernetes";

/** An MCP server that runs in the environment: its workload, and the path of the gateway that it is reached by. */
export const mcpServerSpec = z.strictObject({
  /** Container image. */
  image: z.string().min(1),
  /** Port on which the container listens. */
  port: port.default(8000),
  /** Port of its Service. Default 80. */
  servicePort: port.default(80),
  /** MCP transport that the server speaks. */
  protocol: z.enum(["StreamableHTTP", "SSE"]).default("StreamableHTTP"),
  /** Path prefix on the gateway. Servers with the same path are offered together. Default: `/mcp`. */
  path: pathPrefix.default("/mcp"),
  /** Replicas of the workload. Default 1. */
  replicas: z.int().min(0).max(1000).default(1),
  /** Environment variables of the container. Not for secrets: these stand in Git. */
  env: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "is no name of an environment variable"), z.string())
    .default({}),
});

export type McpServerSpec = z.infer<typeof mcpServerSpec>;
