import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inClusterKubeconfig } from "../../../kube/inCluster";
import { select } from "../../../kube/kubeconfig";

describe("the identity of a pod", () => {
  const directory = mkdtempSync(join(tmpdir(), "pod-"));
  before(() => writeFileSync(join(directory, "ca.crt"), "CA"));
  after(() => rmSync(directory, { recursive: true }));

  const selected = (host: string) => {
    const env = { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: "443" };
    return select(inClusterKubeconfig({ directory, env }) as string, undefined);
  };

  it("is a kubeconfig with the pod's token, by its file", () => {
    assert.deepEqual(selected("10.96.0.1"), {
      context: "in-cluster",
      cluster: { server: "https://10.96.0.1:443", "certificate-authority-data": "Q0E=" },
      userName: "in-cluster",
      user: { tokenFile: join(directory, "token") },
    });
    assert.match(JSON.stringify(selected("fd00::1")), /https:\/\/\[fd00::1\]:443/);
  });

  it("is nowhere but in a pod", () => {
    const env = { KUBERNETES_SERVICE_HOST: "10.96.0.1", KUBERNETES_SERVICE_PORT: "443" };
    for (const pod of [
      { directory, env: {} },
      { directory: "/nowhere", env },
    ])
      assert.match(JSON.stringify(inClusterKubeconfig(pod)), /this is no pod of a cluster/);
  });
});
