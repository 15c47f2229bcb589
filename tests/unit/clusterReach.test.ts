import assert from "node:assert/strict";
import { createServer, type Server } from "node:https";
import { createServer as createPlainServer, type AddressInfo } from "node:net";
import { ClusterReader } from "../../components/cluster/reach";
import { createAuthority, createCertificate } from "../../sandbox/cluster/certificates";
import { kubeconfig } from "../../sandbox/cluster/kubeconfig";

describe("a look at a cluster", () => {
  const authority = createAuthority("test");
  let server: Server;
  let url: string;
  const asked: (string | undefined)[] = [];

  before(async () => {
    const { certificate, key } = createCertificate(authority, "test", "server", ["127.0.0.1"]);
    server = createServer({ cert: certificate, key }, ({ url: path, headers }, response) => {
      asked.push(headers.authorization);
      const status = headers.authorization !== "Bearer good" ? 401 : path === "/version" ? 200 : 404;
      response.writeHead(status).end(JSON.stringify({ message: `answer ${status}` }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  const reader = (token = "good", at = url, ca = authority.certificate) =>
    new ClusterReader(kubeconfig([{ name: "c", server: at, authority: ca, token }]));

  it("finds one that answers in order, and tells what is there from what is not", async () => {
    assert.equal(await reader().problem(), undefined);
    assert.deepEqual(await reader().read("/version"), { message: "answer 200" });
    assert.equal(await reader().read("/nothing"), undefined);
    assert.ok(asked.every((authorization) => authorization === "Bearer good"));
  });

  it("says that credentials are refused", async () => {
    const problem = await reader("old").problem();
    assert.match(
      `${problem?.problem} | ${problem?.remedy}`,
      /has credentials that https:\S+ does not accept \| .*store a new kubeconfig/,
    );
    await assert.rejects(reader("old").read("/version"), { status: 401, message: "answer 401" });
  });

  it("says that a certificate is not trusted", async () => {
    const problem = await reader("good", url, createAuthority("other").certificate).problem();
    assert.match(problem?.problem ?? "", /does not trust the certificate of https:/);
  });

  it("says which server does not answer", async () => {
    const free = createPlainServer();
    await new Promise<void>((resolve) => free.listen(0, "127.0.0.1", resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    const problem = await reader("good", `https://127.0.0.1:${port}`).problem();
    assert.match(
      problem?.problem ?? "",
      new RegExp(`leads to https://127.0.0.1:${port}, which can't be reached from here \\(ECONNREFUSED\\)`),
    );
  });
});
