import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { startControlPlane, type ControlPlane } from "../../dev/support/controlPlane";
import { throughProxies } from "../../dev/support/others/throughProxies";
import { reachedByArgoCd } from "../../components/cluster/fromArgoCd";
import { reachedFromHere } from "../../components/cluster/tokenTrial";
import { apiServer } from "../../kube/kubeconfig";
import { tryToken } from "../../kube/tryToken";

describe("a token, tried against a server", () => {
  let plane: ControlPlane;
  let proxy: Server;

  before(async () => {
    plane = await startControlPlane();
    // As a proxy before an API server does that has users of its own.
    proxy = createServer((_, response) => response.writeHead(401).end("unknown token"));
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  });
  after(async () => {
    proxy?.close();
    await plane?.stop();
  });

  const server = () => ({
    server: plane.access.server,
    caData: Buffer.from(plane.access.authority).toString("base64"),
  });
  it("is accepted by the API server that knows it", async () => {
    assert.deepEqual(await tryToken(server(), plane.access.token), { outcome: "accepted" });
  });

  it("is refused by it where it is made up, and by a proxy that has users of its own", async () => {
    assert.deepEqual(await tryToken(server(), "made-up"), { outcome: "refused", answer: "401: Unauthorized" });
    const { port } = proxy.address() as AddressInfo;
    const answer = await tryToken({ server: `http://127.0.0.1:${port}` }, plane.access.token);
    assert.deepEqual(answer, { outcome: "refused", answer: "401: HTTP 401" });
  });

  it("is refused by such a proxy behind another one, through which alone the kubeconfig leads to it", async () => {
    const way = await throughProxies(plane.access);
    try {
      const yours = apiServer(way.kubeconfig, undefined, "cluster.kubeconfig");
      const argocds = reachedByArgoCd(yours, undefined);
      const refused = { outcome: "refused", answer: "401: HTTP 401" };
      assert.deepEqual(await tryToken(reachedFromHere(argocds, yours), plane.access.token), refused);
      assert.deepEqual(way.refused, ["GET /api"]);
      const itself = reachedByArgoCd(yours, server());
      assert.deepEqual(await tryToken(reachedFromHere(itself, yours), plane.access.token), { outcome: "accepted" });
      assert.equal(way.tunnels(), 1);
    } finally {
      way.close();
    }
  });

  it("is not tried where nobody answers, or the certificate is another's", async () => {
    const nowhere = await tryToken({ server: "https://127.0.0.1:9" }, "token");
    assert.deepEqual(nowhere, { outcome: "unreachable", reason: "ECONNREFUSED" });
    const { outcome } = await tryToken({ server: plane.access.server }, "token");
    assert.equal(outcome, "unreachable");
  });
});
