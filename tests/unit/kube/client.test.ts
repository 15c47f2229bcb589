import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { clientFor, unlessMissing } from "../../../kube/client";
import { UserError } from "../../../core/errors";
import { kubeconfig } from "../../../dev/support/kubeconfig";

describe("a question to an API server", () => {
  it("is asked again while the server is busy, and not for ever", async () => {
    const busy = Object.assign(new Error("busy"), { code: 429, headers: { "retry-after": "0" } });
    let asked = 0;
    const answer = await unlessMissing(() => (++asked < 3 ? Promise.reject(busy) : Promise.resolve("there")));
    assert.deepEqual([answer, asked], ["there", 3]);
    asked = 0;
    await assert.rejects(
      unlessMissing(() => (asked++, Promise.reject(busy))),
      /busy/,
    );
    assert.equal(asked, 5);
  });

  it("has no answer where the object is not there, nor its kind", async () => {
    const missing = [
      Object.assign(new Error("no such object"), { code: 404 }),
      new Error("Unrecognized API version and kind: a/v1 B"),
    ];
    for (const error of missing) assert.equal(await unlessMissing(() => Promise.reject(error)), undefined);
  });

  it("fails by what the server says, without its headers; as a user's error where it refuses who asks", async () => {
    let status = 401;
    const server = createServer((_, response) => {
      const answer = { kind: "Status", message: `answer ${status}` };
      response
        .writeHead(status, { "content-type": "application/json", "x-secret": "header" })
        .end(JSON.stringify(answer));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { CoreV1Api } = await import("@kubernetes/client-node");
    const config = await clientFor(
      kubeconfig({ server: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }),
    );
    const api = config.makeApiClient(CoreV1Api);
    const failed = () =>
      unlessMissing(() => api.listNamespacedPod({ namespace: "a" })).then(
        () => assert.fail("it did not fail"),
        (error: Error & { code: number }) => error,
      );
    try {
      const refused = await failed();
      assert.ok(refused instanceof UserError && refused.code === 401);
      assert.match(refused.message, /does not accept the credentials of the kubeconfig.*store a new one/);
      status = 403;
      const forbidden = await failed();
      assert.ok(forbidden instanceof UserError && forbidden.code === 403);
      assert.equal(forbidden.message, "The identity of the kubeconfig lacks a right: answer 403");
      status = 500;
      const broken = await failed();
      assert.ok(!(broken instanceof UserError) && broken.code === 500);
      assert.equal(broken.message, "the API server answers 500: answer 500");
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
