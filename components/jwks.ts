import { z } from "zod";
import { durationOf } from "./duration";
import { AGENTGATEWAY_API } from "./gateway/build";
import { hostName } from "./host";
import { unionByKey } from "./unionByKey";
import { compact, type KubernetesObject } from "../kube/object";
import { port } from "../kube/schemas";
import { serviceRef, serviceBackendRef } from "./service";

const fetched = {
  /** Path of the key set, such as `/.well-known/jwks.json`. */
  path: z
    .string()
    .regex(/^\/[^/]/, "must start with one /")
    .max(2000),
  /** How long the keys are kept before they are read anew, at least `5m`. Default `5m`. */
  cacheDuration: durationOf("5m").default("5m"),
};

/** Where the public keys are that tokens are checked with: told by `inline`, `service` or `host`. */
export const jwks = unionByKey({
  inline: z.strictObject({
    /** The JSON Web Key Set itself, as JSON. It is public. */
    inline: z.string().min(2).max(65536),
  }),
  service: z.strictObject({
    /** Service that has them, spoken to in plain HTTP. */
    service: serviceRef,
    ...fetched,
  }),
  host: z.strictObject({
    /** Host that has them, spoken to by TLS, such as `login.example.com`. */
    host: hostName,
    /** Port of the host. Default 443. */
    port: port.default(443),
    ...fetched,
  }),
});

export type JwksSpec = z.output<typeof jwks>;

/**
 * The key set as a provider of tokens has it in a policy.
 *
 * @param backend name of the backend by which a policy refers to a host
 */
export function keySet(backend: string, spec: JwksSpec): object {
  if (spec.kind === "inline") return { inline: spec.inline };
  const backendRef =
    spec.kind === "service"
      ? serviceBackendRef(spec.service)
      : { group: AGENTGATEWAY_API, kind: "AgentgatewayBackend", name: backend };
  return compact({ remote: { backendRef, jwksPath: spec.path.slice(1), cacheDuration: spec.cacheDuration } });
}

/** The backend of that name, for keys on a host. */
export function keyHost(backend: string, spec: JwksSpec): KubernetesObject[] {
  if (spec.kind !== "host") return [];
  return [
    {
      apiVersion: `${AGENTGATEWAY_API}/v1alpha1`,
      kind: "AgentgatewayBackend",
      metadata: { name: backend },
      spec: { static: { host: spec.host, port: spec.port }, policies: { tls: {} } },
    },
  ];
}
