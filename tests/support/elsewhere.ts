import type { KubernetesObject } from "../../components/kubernetes";
import { environmentSecrets } from "../../components/environment";
import type { Environment } from "../../config/schema";
import { createAuthority, createCertificate } from "../../sandbox/cluster/certificates";
import { secret, within } from "./objects";
import { SERVICES } from "./oneOfEverything";

/** What one of everything needs that Argo CD does not deploy: Services and Secrets of others, and Pulumi's Secrets. */
export function madeElsewhere(environment: Environment): KubernetesObject[] {
  const { namespace } = environment;
  const services = Object.entries(SERVICES).flatMap(([where, all]) =>
    Object.entries(all).map(([name, ports]) => within(where || namespace, service(name, ports))),
  );
  const secrets = [
    ...environmentSecrets(environment).map(secret),
    secret({ name: "own-tls", type: "kubernetes.io/tls", entries: ["tls.crt", "tls.key"].map(entry) }),
    secret({ name: "gemini-key", entries: [entry("Authorization")] }),
  ];
  return [...services, ...secrets.map((each) => within(namespace, certified(each)))];
}

const entry = (key: string) => ({ path: key, key, value: undefined, required: true });

function service(name: string, ports: readonly number[]): KubernetesObject {
  const spec = { ports: ports.map((port) => ({ name: `port-${port}`, port, protocol: "TCP" })) };
  return { apiVersion: "v1", kind: "Service", metadata: { name }, spec };
}

/** A listener takes only what is a certificate. */
function certified(object: KubernetesObject): KubernetesObject {
  if (object.type !== "kubernetes.io/tls") return object;
  const authority = createAuthority("tests");
  const { certificate, key } = createCertificate(authority, "tests", "gateway", ["ai.example.com"]);
  return { ...object, stringData: { "tls.crt": certificate, "tls.key": key } };
}
