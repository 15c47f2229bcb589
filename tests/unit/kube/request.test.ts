import { accessOf } from "../../../kube/clusterAt";
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createPlainServer, type IncomingMessage, type Server } from "node:http";
import { createServer } from "node:https";
import { connect, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { ClusterReader } from "../../../kube/reach";
import { ApiConnection } from "../../../kube/request";
import { createAuthority, createCertificate, type KeyPair } from "../../../dev/sandbox/cluster/certificates";
import { kubeconfig } from "../../../dev/sandbox/cluster/kubeconfig";

type Entry = Record<string, unknown>;

describe("a request to an API server", () => {
  let authority: KeyPair;
  let server: Server;
  let url: string;
  let plain: Server;
  let plainUrl: string;
  const requested: IncomingMessage[] = [];
  const tunnels: string[] = [];
  const open = new Set<ApiConnection>();

  before(async () => {
    authority = await createAuthority("test");
    const { certificate, key } = await createCertificate(authority, "test", "server", ["127.0.0.1", "api.test"]);
    const answer = (request: IncomingMessage) => (requested.push(request), JSON.stringify({ path: request.url }));
    server = createServer({ cert: certificate, key }, (request, response) => {
      if (request.url === "/late") return;
      if (request.url === "/gone") return void request.socket.destroy();
      response.end(request.url === "/html" ? "<html>" : answer(request));
    });
    plain = createPlainServer((request, response) => response.end(answer(request)));
    // As a proxy for what is encrypted it passes on bytes.
    plain.on("connect", ({ url: to = "" }: IncomingMessage, socket: Socket) => {
      tunnels.push(to);
      const target = connect(Number(to.split(":")[1]), "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        target.pipe(socket).pipe(target);
      });
      target.on("error", () => socket.destroy());
      socket.on("error", () => target.destroy());
    });
    [url, plainUrl] = [`https://127.0.0.1:${await port(server)}`, `http://127.0.0.1:${await port(plain)}`];
  });
  beforeEach(() => (requested.length = 0));
  after(() => {
    for (const each of open) each.close();
    for (const each of [server, plain]) {
      each.closeAllConnections();
      each.close();
    }
  });

  const port = (each: Server) =>
    new Promise<number>((resolve) => each.listen(0, "127.0.0.1", () => resolve((each.address() as AddressInfo).port)));

  /** A kubeconfig with other fields for its cluster and its user. */
  const written = (cluster: Entry = {}, user: Entry = { token: "good" }) => {
    const text = kubeconfig([{ name: "c", server: url, authority: authority.certificate, token: "" }]);
    const document = parse(text) as { clusters: [{ cluster: Entry }]; users: [{ user: Entry }] };
    Object.assign(document.clusters[0].cluster, cluster);
    document.users[0].user = user;
    return stringify(document);
  };
  const connection = async (text = written(), answerSeconds = 20) => {
    const created = new ApiConnection(await accessOf(text), { answerSeconds });
    open.add(created);
    return created;
  };

  it("goes to a server without TLS too, such as that of kubectl proxy", async () => {
    const api = await connection(written({ server: `${plainUrl}/` }));
    assert.deepEqual(await api.request("GET", "/version"), { status: 200, body: { path: "/version" } });
    assert.equal(requested[0]?.headers.authorization, "Bearer good");
  });

  it("tells who asks by a password, and by what a program says", async function () {
    this.timeout(30_000);
    await (await connection(written({}, { username: "u", password: "p" }))).request("GET", "/a");
    const credential = {
      apiVersion: "client.authentication.k8s.io/v1",
      kind: "ExecCredential",
      status: { token: "t" },
    };
    const exec = {
      apiVersion: "client.authentication.k8s.io/v1",
      command: process.execPath,
      args: ["-e", `console.log(${JSON.stringify(JSON.stringify(credential))})`],
      interactiveMode: "Never",
    };
    await (await connection(written({}, { exec }))).request("GET", "/b");
    assert.deepEqual(
      requested.map(({ headers }) => headers.authorization),
      [`Basic ${Buffer.from("u:p").toString("base64")}`, "Bearer t"],
    );
  });

  it("goes through the proxy that the kubeconfig names, encrypted from end to end", async () => {
    const api = await connection(written({ "proxy-url": plainUrl }));
    assert.deepEqual((await api.request("GET", "/version")).body, { path: "/version" });
    assert.deepEqual(tunnels, [new URL(url).host]);
    const other = await createAuthority("other");
    const ca = Buffer.from(other.certificate).toString("base64");
    const reader = new ClusterReader(written({ "proxy-url": plainUrl, "certificate-authority-data": ca }));
    assert.match((await reader.problem())?.problem ?? "", /does not trust the certificate of https:/);
  });

  it("goes through the proxy of the environment, but for what that excepts", async () => {
    const before = { ...process.env };
    tunnels.length = 0;
    try {
      process.env.HTTPS_PROXY = plainUrl;
      const server = `https://api.test:${new URL(url).port}`;
      const api = await connection(written({ server }));
      assert.deepEqual((await api.request("GET", "/version")).body, { path: "/version" });
      assert.deepEqual(tunnels, [new URL(server).host]);
      await (await connection()).request("GET", "/version");
      assert.equal(tunnels.length, 1, "loopback is behind no proxy");
    } finally {
      process.env = before;
    }
  });

  it("tells who asks by a token that is in a file", async () => {
    const directory = mkdtempSync(join(tmpdir(), "token-"));
    writeFileSync(join(directory, "token"), "from-file\n");
    await (await connection(written({}, { tokenFile: join(directory, "token") }))).request("GET", "/a");
    rmSync(directory, { recursive: true });
    assert.equal(requested[0]?.headers.authorization, "Bearer from-file");
  });

  it("has a time for its answer, which a program that has the credentials does not use up", async () => {
    const slow = `setTimeout(() => console.log('{"status":{"token":"t"}}'), 600)`;
    const exec = { apiVersion: "client.authentication.k8s.io/v1", command: process.execPath, args: ["-e", slow] };
    const api = new ApiConnection(() => accessOf(written({}, { exec })), { answerSeconds: 0.5 });
    open.add(api);
    assert.equal((await api.request("GET", "/a")).status, 200);
  });

  it("sends an object as what it is to be", async () => {
    const api = await connection();
    await api.request("PATCH", "/a?x=1", { a: 1 }, "application/apply-patch+yaml");
    const [{ method, url: path, headers }] = requested as [IncomingMessage];
    assert.deepEqual([method, path, headers["content-type"]], ["PATCH", "/a?x=1", "application/apply-patch+yaml"]);
  });

  it("has for an answer what a proxy says between", async () =>
    assert.equal((await (await connection()).request("GET", "/html")).body, "<html>"));

  it("is not waited for any longer than it may take", async () =>
    assert.rejects((await connection(written(), 0.2)).request("GET", "/late"), { message: "no answer within 0.2 s" }));

  it("fails as Node would when the connection ends without an answer", async () =>
    assert.rejects((await connection()).request("GET", "/gone"), { message: "socket hang up", code: "ECONNRESET" }));

  it("ends with its connection", async () => {
    const api = await connection();
    const answer = api.request("GET", "/late");
    api.close();
    await assert.rejects(answer);
  });
});
