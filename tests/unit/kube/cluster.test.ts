import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Cluster } from "../../../kube/cluster";
import { ApiError } from "../../../kube/request";

const CORE = {
  resources: [
    { kind: "Secret", name: "secrets", namespaced: true },
    { kind: "Namespace", name: "namespaces", namespaced: false },
    { kind: "Namespace", name: "namespaces/status", namespaced: false },
  ],
};

describe("a cluster, as its API server has it", () => {
  let server: Server;
  let url: string;
  let token: string;
  /** Answers by method and path; what is not among them is not there. */
  let answers: Record<string, (body: string) => [status: number, body: object]>;
  let requests: string[];

  before(async () => {
    server = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const key = `${request.method} ${request.url}`;
        requests.push(key);
        const known = request.headers.authorization === "Bearer good";
        const [status, answer] = known
          ? (answers[key]?.(body) ?? [404, { message: "not found" }])
          : [401, { message: "Unauthorized" }];
        response.writeHead(status, { "content-type": "application/json", "retry-after": "0" });
        response.end(JSON.stringify(answer));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    token = "good";
    requests = [];
    answers = { "GET /api/v1": () => [200, CORE] };
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const cluster = () => new Cluster(() => ({ server: url, tls: {}, headers: { authorization: `Bearer ${token}` } }));
  const secret = { apiVersion: "v1", kind: "Secret", namespace: "ns", name: "a" };
  const live = (version: string, value = "") => ({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "a", namespace: "ns", resourceVersion: version },
    value,
  });
  const PATH = "/api/v1/namespaces/ns/secrets";

  it("asks once at which paths it serves an API, and leaves the namespace out where a kind has none", async () => {
    answers[`GET ${PATH}/a`] = () => [200, live("1")];
    answers["GET /api/v1/namespaces/ns"] = () => [200, { metadata: { name: "ns" } }];
    const one = cluster();
    const namespace = { apiVersion: "v1", kind: "Namespace", namespace: "other", name: "ns" };
    const found = await one.readAll([secret, namespace, { ...secret, name: "b" }]);
    assert.deepEqual(
      found.map((object) => object?.metadata.name),
      ["a", "ns", undefined],
    );
    assert.equal(requests.filter((request) => request === "GET /api/v1").length, 1);
  });

  it("has no objects of a kind that it does not serve, until it does", async () => {
    const kind = { apiVersion: "a.io/v1", kind: "B" };
    const one = cluster();
    assert.deepEqual(await one.list(kind), []);
    assert.equal(await one.read({ ...kind, name: "b" }), undefined);
    answers["GET /apis/a.io/v1"] = () => [200, { resources: [{ kind: "B", name: "bs", namespaced: false }] }];
    answers["GET /apis/a.io/v1/bs?labelSelector=x%3Dy"] = () => [200, { items: [{ metadata: { name: "b" } }] }];
    assert.deepEqual(await one.list(kind, "x=y"), [{ ...kind, metadata: { name: "b" } }]);
  });

  it("is asked again while it is busy, and not for ever", async () => {
    let busy = 2;
    answers[`GET ${PATH}/a`] = () => (busy-- > 0 ? [429, { message: "busy" }] : [200, live("1")]);
    assert.equal((await cluster().read(secret))?.metadata.name, "a");
    busy = Infinity;
    requests = [];
    await assert.rejects(cluster().read(secret), { message: "busy", status: 429 });
    assert.equal(requests.filter((request) => request === `GET ${PATH}/a`).length, 5);
  });

  it("is given new credentials once where it no longer takes the old ones", async () => {
    answers[`GET ${PATH}/a`] = () => [200, live("1")];
    const given = ["expired", "good"];
    const one = new Cluster(() => ({ server: url, tls: {}, headers: { authorization: `Bearer ${given.shift()}` } }));
    assert.equal((await one.read(secret))?.metadata.name, "a");
    token = "bad";
    await assert.rejects(cluster().read(secret), (error: unknown) => error instanceof ApiError && error.status === 401);
  });

  it("makes a change again to what somebody else wrote in the meantime", async () => {
    const written: unknown[] = [];
    let now = live("1", "old");
    answers[`GET ${PATH}/a`] = () => [200, now];
    answers[`PUT ${PATH}/a?fieldManager=me`] = (body) => {
      const object = JSON.parse(body) as ReturnType<typeof live>;
      if (object.metadata.resourceVersion === "1") {
        now = live("2", "theirs");
        return [409, { message: "conflict" }];
      }
      written.push(object.value);
      return [200, object];
    };
    await cluster().update(secret, (object) => ({ ...object, value: `${String(object.value)}, ours` }), "me");
    assert.deepEqual(written, ["theirs, ours"]);
    await cluster().update(secret, (object) => object, "me");
    await cluster().update({ ...secret, name: "gone" }, () => assert.fail("nothing is there to change"), "me");
    assert.equal(written.length, 1);
  });

  it("says why an object can't become another one", async () => {
    const { value: _, ...desired } = live("");
    const dryRun = `PUT ${PATH}/a?dryRun=All`;
    answers[dryRun] = (body) => {
      assert.equal((JSON.parse(body) as ReturnType<typeof live>).metadata.resourceVersion, "1");
      return [422, { message: "field is immutable" }];
    };
    assert.equal(await cluster().rejection(live("1"), desired), "field is immutable");
    for (const status of [200, 409]) {
      answers[dryRun] = () => [status, {}];
      assert.equal(await cluster().rejection(live("1"), desired), undefined);
    }
    answers[dryRun] = () => [403, { message: "forbidden" }];
    await assert.rejects(cluster().rejection(live("1"), desired), { message: "forbidden" });
  });
});
