import { z } from "zod";
import { notBothCredentials } from "../clientCredentials";
import { hostName } from "../host";
import { remoteKeyFields } from "../remoteKey";
import { unionByKey } from "../unionByKey";
import { pathPrefix, port } from "../../kube/schemas";
import { serviceRef } from "../service";
import { consistentWorkload, workloadFields } from "../workloadSpec";

const served = {
  /** Path prefix on the gateway. Servers with the same path are offered together. Default: `/mcp`. */
  path: pathPrefix.default("/mcp"),
  /** Sends the client's own `Authorization` on to the server. Default false: it stays at the gateway. */
  passthrough: z.boolean().default(false),
};

const spoken = {
  /** MCP transport that the server speaks. */
  protocol: z.enum(["StreamableHTTP", "SSE"]).default("StreamableHTTP"),
  /** Path at which the server itself speaks MCP. Default: `/mcp`, or `/sse` with SSE. */
  upstreamPath: z.string().regex(/^\//, "must start with /").max(1024).optional(),
};

/** A server that the environment runs. */
const workload = z
  .strictObject({
    ...workloadFields,
    ...served,
    ...spoken,
    /** Port on which the container listens. Default 8000. */
    port: port.default(8000),
    /** Port of its Service. Default 80. */
    servicePort: port.default(80),
  })
  .superRefine(consistentWorkload);

/** A server that something else runs in the cluster. */
const service = z.strictObject({
  ...served,
  ...spoken,
  /** Its Service. */
  service: serviceRef,
});

/** A server outside of the environment. */
const host = z
  .strictObject({
    ...served,
    ...spoken,
    /** Host name of the server, such as `mcp.example.com`. */
    host: hostName,
    /** Port of the server. Default 443. */
    port: port.default(443),
    /** Connects by TLS and checks the certificate against the system's authorities. Default true. */
    tls: z.boolean().default(true),
    ...remoteKeyFields,
  })
  .refine(...notBothCredentials);

const labelKey = z
  .string()
  .max(317)
  .regex(/^([a-z0-9.-]+\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/, "is no label");
const labelValue = z.string().regex(/^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/, "is no value of a label");

/**
 * All servers in the namespace of the environment whose Services have some labels, as they come and go. Of such a Service
 * those ports count whose `appProtocol` is `agentgateway.dev/mcp`, or `agentgateway.dev/mcp-sse`.
 */
const selector = z.strictObject({
  ...served,
  /** Which Services. */
  selector: z.strictObject({
    /** Labels that a Service must have, all of them. */
    matchLabels: z
      .record(labelKey, labelValue)
      .refine((labels) => Object.keys(labels).length > 0, "needs at least one label"),
  }),
});

/** The kinds of MCP server, by the key that tells them. */
export const mcpServerKinds = { image: workload, service, host, selector };

/** An MCP server, and the path of the gateway that it is reached by. */
export const mcpServerSpec = unionByKey(mcpServerKinds);

export type McpServerSpec = z.infer<typeof mcpServerSpec>;
