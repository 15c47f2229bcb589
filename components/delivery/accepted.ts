import type { KubernetesObject } from "../../kube/object";

const ROUTE = 'jsonpath={.status.parents[0].conditions[?(@.type=="Accepted")].status}=True';

/** By kind, the condition under which an object works, as the Kubernetes provider waits for it. */
const CONDITIONS: Record<string, string> = {
  Gateway: JSON.stringify(["condition=Programmed", "jsonpath={.status.addresses[0].value}"]),
  AgentgatewayBackend: "condition=Accepted",
  HTTPRoute: ROUTE,
  GRPCRoute: ROUTE,
  TCPRoute: ROUTE,
  TLSRoute: ROUTE,
  AgentgatewayPolicy: 'jsonpath={.status.ancestors[0].conditions[?(@.type=="Accepted")].status}=True',
};

/** An object that the provider creates, and then waits until the controller has accepted it. */
export function untilAccepted(object: KubernetesObject): KubernetesObject {
  const condition = CONDITIONS[object.kind];
  if (condition === undefined) return object;
  const { metadata } = object;
  const annotations = { "pulumi.com/waitFor": condition, ...metadata.annotations };
  return { ...object, metadata: { ...metadata, annotations } };
}
