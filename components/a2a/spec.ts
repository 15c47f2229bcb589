import { z } from "zod";
import { hostName } from "../host";
import { toldByKey } from "../kinds";
import { pathPrefix, port } from "../kubernetes";
import { serviceRef } from "../service";
import { consistentWorkload, workloadFields } from "../workloadSpec";

const served = {
  /** Path prefix on the gateway. Default: `/<name>`. */
  path: pathPrefix.optional(),
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
 * An agent that something else runs in the namespace of the environment. Its Service port must have the `appProtocol`
 * `agentgateway.dev/a2a`: without it the gateway serves the agent as plain HTTP and its card keeps the inner address.
 */
const service = z.strictObject({
  ...served,
  /** Its Service. */
  service: serviceRef,
});

/** An agent outside of the environment. */
const host = z.strictObject({
  ...served,
  /** Host name of the agent, such as `agents.example.com`. */
  host: hostName,
  /** Port of the agent. Default 443. */
  port: port.default(443),
  /** Connects by TLS and checks the certificate against the system's authorities. Default true. */
  tls: z.boolean().default(true),
});

/** The kinds of agent, by the key that tells them. */
export const a2aAgentKinds = { image: workload, service, host };

/** An agent that speaks A2A, behind a path of the gateway. */
export const a2aAgentSpec = toldByKey(a2aAgentKinds);

export type A2aAgentSpec = z.infer<typeof a2aAgentSpec>;
