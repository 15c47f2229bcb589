import assert from "node:assert/strict";
import { connection } from "../../components/cluster/connection";
import { clusterSecretData, clusterSecretMeta } from "../../components/cluster/secret";
import { clusterAt } from "../../kube/clusterAt";
import { BareCluster } from "../../dev/support/bareCluster";

describe("Argo CD's connection to a cluster, in its Secret", () => {
  const metadata = { ...clusterSecretMeta({ name: "stage", labels: {} }, "argocd"), namespace: "argocd" };
  const environment = { apiVersion: "v1", kind: "Secret", metadata };
  const bare = new BareCluster();

  before(async () => {
    await bare.server.ensureNamespace("argocd");
    const stringData = clusterSecretData("stage", { server: "https://stage.example.com", caData: "Y2E=" }, "token");
    await bare.server.apply({ ...environment, stringData });
  });

  it("is renewed by one write each time, that changes nothing that matters, and settled to the byte", async () => {
    const toStage = connection(clusterAt(bare.kubeconfig), metadata);
    const read = async () =>
      (await bare.server.read(environment)) as unknown as { metadata: object; data: { config: string } };
    const config = async () => JSON.parse(Buffer.from((await read()).data.config, "base64").toString()) as object;

    const before = await read();
    await toStage.settle();
    assert.deepEqual(await read(), before);
    await toStage.renew();
    const { data } = await read();
    assert.notEqual(data.config, before.data.config);
    assert.deepEqual(await config(), {
      bearerToken: "token",
      tlsClientConfig: { insecure: false, caData: "Y2E=" },
      disableCompression: true,
    });
    assert.deepEqual({ ...data, config: "" }, { ...before.data, config: "" });
    await toStage.renew();
    assert.equal((await read()).data.config, before.data.config);
    await toStage.renew();
    await toStage.settle();
    assert.equal((await read()).data.config, before.data.config);
  });
});
