import type { KubernetesObject } from "../../kube/object";
import { environmentSecrets } from "../../components/environment";
import type { Environment } from "../../config/schema";
import { createAuthority, createCertificate, type KeyPair } from "../sandbox/cluster/certificates";
import { secret, within } from "./objects";
import { SERVICES } from "./oneOfEverything";

/** What one of everything needs and nothing of this program makes: Services and Secrets of others. */
export async function externalObjects(namespace: string): Promise<KubernetesObject[]> {
  const services = Object.entries(SERVICES).flatMap(([where, all]) =>
    Object.entries(all).map(([name, ports]) => within(where || namespace, service(name, ports))),
  );
  const secrets = [
    secret({ name: "own-tls", type: "kubernetes.io/tls", entries: ["tls.crt", "tls.key"].map(entry) }),
    secret({ name: "gemini-key", entries: [entry("Authorization")] }),
  ];
  return [...services, ...(await allCertified(namespace, secrets))];
}

/** The Secrets that Pulumi makes of the stack's configuration, with made-up values. */
export function pulumiObjects(environment: Environment): Promise<KubernetesObject[]> {
  return allCertified(environment.namespace, environmentSecrets(environment).map(secret));
}

/** A certificate and its key, in PEM. */
export async function certificatePair(): Promise<KeyPair> {
  return createCertificate(await createAuthority("tests"), "tests", "gateway", ["ai.example.com"]);
}

const entry = (key: string) => ({ path: key, key, value: undefined, required: true });

function service(name: string, ports: readonly number[]): KubernetesObject {
  const spec = { ports: ports.map((port) => ({ name: `port-${port}`, port, protocol: "TCP" })) };
  return { apiVersion: "v1", kind: "Service", metadata: { name }, spec };
}

function allCertified(namespace: string, secrets: readonly KubernetesObject[]): Promise<KubernetesObject[]> {
  return Promise.all(secrets.map(async (each) => within(namespace, await certified(each))));
}

/** A listener takes only what is a certificate. */
async function certified(object: KubernetesObject): Promise<KubernetesObject> {
  if (object.type !== "kubernetes.io/tls") return object;
  const { certificate, key } = await certificatePair();
  return { ...object, stringData: { "tls.crt": certificate, "tls.key": key } };
}
