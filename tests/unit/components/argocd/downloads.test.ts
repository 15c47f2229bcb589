import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { downloaded, sha256Of } from "../../../../components/argocd/downloads";

describe("a file of a release", () => {
  let server: Server;
  let url: string;
  let requested: string[] = [];
  let content = "content";
  const before_ = { ...process.env };
  let cache: string;

  before(async () => {
    server = createServer((request, response) => {
      requested.push(request.url ?? "");
      response.end(content);
    });
    server.on("connect", ({ url: to = "" }, socket) => {
      requested.push(`through the proxy to ${to}`);
      const target = connect((server.address() as AddressInfo).port, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        target.pipe(socket).pipe(target);
      });
      target.on("error", () => socket.destroy());
      socket.on("error", () => target.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    cache = mkdtempSync(join(tmpdir(), "downloads-"));
    process.env.XDG_CACHE_HOME = cache;
    requested = [];
    content = "content";
  });
  afterEach(() => {
    rmSync(cache, { recursive: true });
    process.env = { ...before_ };
  });

  it("is downloaded once, and kept by its checksum", async () => {
    for (let time = 1; time <= 2; time++) assert.equal(await downloaded(`${url}/a`, sha256Of("content")), "content");
    assert.deepEqual(requested, ["/a"]);
    assert.deepEqual(readdirSync(join(cache, "agentgateway-infra", "downloads")), [sha256Of("content")]);
  });

  it("is downloaded again where the kept one is not what it was, and not kept where it is another", async () => {
    await downloaded(`${url}/a`, sha256Of("content"));
    writeFileSync(join(cache, "agentgateway-infra", "downloads", sha256Of("content")), "changed");
    assert.equal(await downloaded(`${url}/a`, sha256Of("content")), "content");
    content = "another";
    for (let time = 1; time <= 2; time++) assert.equal(await downloaded(`${url}/b`, sha256Of("other")), "another");
    assert.deepEqual(requested, ["/a", "/a", "/b", "/b"]);
  });

  it("is downloaded each time where there is no place to keep it", async () => {
    writeFileSync(join(cache, "agentgateway-infra"), "");
    for (let time = 1; time <= 2; time++) assert.equal(await downloaded(`${url}/a`, sha256Of("content")), "content");
    assert.deepEqual(requested, ["/a", "/a"]);
  });

  it("comes through the proxy of the environment", async () => {
    process.env.HTTP_PROXY = url;
    assert.equal(await downloaded("http://files.test/a", sha256Of("content")), "content");
    assert.ok(requested.length > 0);
  });

  it("that can't be had is named, with the reason and the proxy", async () => {
    await assert.rejects(
      downloaded("http://127.0.0.1:1025/a", ""),
      /Can't download http:\/\/127\.0\.0\.1:1025\/a within 60 s: .*ECONNREFUSED.*point argocd\.manifests to a copy/,
    );
    process.env.HTTP_PROXY = "http://127.0.0.1:1025";
    await assert.rejects(downloaded("http://files.test/a", ""), /within 60 s by the proxy 127\.0\.0\.1:1025: /);
  });
});
