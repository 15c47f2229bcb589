import assert from "node:assert/strict";
import { connection } from "../../components/cluster/connection";
import { clusterSecretData, clusterSecretMeta } from "../../components/cluster/secret";
import { Cluster } from "../../kube/cluster";
import { kubeconfig } from "../../dev/sandbox/cluster/kubeconfig";
import { ApiServer } from "../../dev/support/apiServer";
import { startControlPlane, type ControlPlane } from "../../dev/support/controlPlane";

describe("Argo CD's connection to a cluster, in its Secret", () => {
  const metadata = clusterSecretMeta({ name: "stage", labels: {} });
  const environment = { apiVersion: "v1", kind: "Secret", metadata };
  let plane: ControlPlane;
  let server: ApiServer;

  before(async () => {
    plane = await startControlPlane();
    server = new ApiServer(plane.access);
    await server.ensureNamespace("argocd");
    const stringData = clusterSecretData("stage", { server: "https://stage.example.com", caData: "Y2E=" }, "token");
    await server.apply({ ...environment, stringData });
  });
  after(async () => {
    server?.close();
    await plane?.stop();
  });

  it("is renewed by one write each time, that changes nothing that matters, and settled to the byte", async () => {
    const toStage = connection(Cluster.at(kubeconfig([plane.access])), metadata.name);
    const read = async () =>
      (await server.read(environment)) as unknown as { metadata: object; data: { config: string } };
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
