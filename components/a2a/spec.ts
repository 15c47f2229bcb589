import { z } from "zod";
import { notBothCredentials } from "../clientCredentials";
import { hostName } from "../host";
import { remoteKeyFields } from "../remoteKey";
import { unionByKey } from "../unionByKey";
import { pathPrefix, port, urlPath } from "../../kube/schemas";
import { serviceRef } from "../service";
import { consistentWorkload, workloadFields } from "../workloadSpec";

/** An HTTPRoute takes 1024 characters, and the path on the gateway comes before. */
const MOST = 800;

const served = {
  /** Path prefix on the gateway. Default: `/<name>`. */
  path: pathPrefix.optional(),
  /** Path at which the agent itself is served, such as `/api/a2a/kagent/k8s-agent`. Its card is below it. Default: `/`. */
  upstreamPath: urlPath.max(MOST).optional(),
  /**
   * Path of the agent that takes its JSON-RPC requests, such as `/a2a/jsonrpc`, where that is not `upstreamPath`. Needed for
   * agents by A2A v0.3 alone: the gateway leaves no path in their cards, so clients send to the prefix. Default: `upstreamPath`.
   */
  rpcPath: urlPath.max(MOST).optional(),
  /** Sends the client's own `Authorization` on to the agent. Default false: it stays at the gateway. */
  passthrough: z.boolean().default(false),
};

/** An agent that the environment runs. */
const workload = z
  .strictObject({
    ...workloadFields,
    ...served,
    /** Port of the container and of its Service. Default 9090. */
    port: port.default(9090),
  })
  .superRefine(consistentWorkload);

/**
 * An agent that something else runs in the cluster. In the namespace of the environment its Service port must have the `appProtocol`
 * `agentgateway.dev/a2a`: without it the gateway serves the agent as plain HTTP and its card keeps the inner address.
 */
const service = z.strictObject({
  ...served,
  /** Its Service. */
  service: serviceRef,
});

/** An agent outside of the environment. */
const host = z
  .strictObject({
    ...served,
    /** Host name of the agent, such as `agents.example.com`. */
    host: hostName,
    /** Port of the agent. Default 443. */
    port: port.default(443),
    /** Connects by TLS and checks the certificate against the system's authorities. Default true. */
    tls: z.boolean().default(true),
    ...remoteKeyFields,
  })
  .refine(...notBothCredentials);

/** The kinds of agent, by the key that tells them. */
export const a2aAgentKinds = { image: workload, service, host };

/** An agent that speaks A2A, behind a path of the gateway. */
export const a2aAgentSpec = unionByKey(a2aAgentKinds);

export type A2aAgentSpec = z.infer<typeof a2aAgentSpec>;
