import type { KubeApi } from "./api";

const NODE = "sandbox";

/** The node that kwok plays: the pods of the sandbox are scheduled to it and become ready there, without containers. */
export const nodeObject = {
  apiVersion: "v1",
  kind: "Node",
  metadata: {
    name: NODE,
    annotations: { "kwok.x-k8s.io/node": "fake", "node.alpha.kubernetes.io/ttl": "0" },
    labels: {
      "kubernetes.io/hostname": NODE,
      "kubernetes.io/os": "linux",
      "kubernetes.io/arch": process.arch === "arm64" ? "arm64" : "amd64",
      type: "kwok",
    },
  },
};

/** Creates the node if it is missing; where the API server is not ready yet, the caller tries again. */
export async function ensureNode(api: KubeApi): Promise<void> {
  if ((await api.exists(`/api/v1/nodes/${NODE}`)) !== false) return;
  const { status, body } = await api.create("/api/v1/nodes", nodeObject);
  if (status !== 201 && status !== 409) throw new Error(`could not make the node: ${JSON.stringify(body)}`);
}

/** Whether the node can take pods. */
export async function nodeIsReady(api: KubeApi): Promise<boolean> {
  const { body } = await api.get(`/api/v1/nodes/${NODE}`);
  const conditions =
    (body as { status?: { conditions?: { type: string; status: string }[] } }).status?.conditions ?? [];
  return conditions.some((condition) => condition.type === "Ready" && condition.status === "True");
}
