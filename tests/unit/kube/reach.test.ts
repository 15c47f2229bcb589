import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import { createServer as createPlainServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { examineClusters } from "../../../components/cluster/preflight";
import { ClusterReader } from "../../../kube/reach";
import { SecretValue } from "../../../core/secret";
import { createAuthority, createCertificate, type KeyPair } from "../../../dev/sandbox/cluster/certificates";
import { kubeconfig } from "../../../dev/sandbox/cluster/kubeconfig";
import { environment } from "../../../dev/support/environment";
import { kubeconfig as writtenKubeconfig } from "../../../dev/support/kubeconfig";

describe("a look at a cluster", () => {
  let authority: KeyPair;
  let server: Server;
  let url: string;
  const requested: (string | undefined)[] = [];
  /** What is answered to all but the first question. */
  let status = 404;

  before(async () => {
    authority = await createAuthority("test");
    const { certificate, key } = await createCertificate(authority, "test", "server", ["127.0.0.1"]);
    server = createServer({ cert: certificate, key }, ({ url: path, headers }, response) => {
      requested.push(headers.authorization);
      const answer = headers.authorization !== "Bearer good" ? 401 : path === "/version" ? 200 : status;
      response.writeHead(answer, { "retry-after": "0" }).end(JSON.stringify({ message: `answer ${answer}` }));
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
    assert.ok(requested.every((authorization) => authorization === "Bearer good"));
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
    const other = await createAuthority("other");
    const problem = await reader("good", url, other.certificate).problem();
    assert.match(problem?.problem ?? "", /does not trust the certificate of https:/);
  });

  it("says that the clocks differ, or a certificate has expired", async () => {
    const years = (count: number) => new Date(Date.UTC(new Date().getUTCFullYear() + count));
    for (const [created, code] of [
      [years(2), "CERT_NOT_YET_VALID"],
      [years(-20), "CERT_HAS_EXPIRED"],
    ] as const) {
      const { certificate, key } = await createCertificate(authority, "test", "server", ["127.0.0.1"], created);
      const other = createServer({ cert: certificate, key });
      await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
      const problem = await reader("good", `https://127.0.0.1:${(other.address() as AddressInfo).port}`).problem();
      other.close();
      assert.match(
        `${problem?.problem} | ${problem?.remedy}`,
        new RegExp(`, whose certificate is not valid at 2\\S+ \\(${code}\\) \\| Check the clock of this machine`),
      );
    }
  });

  it("says which program gave no credentials, in its words, and how to log in", async () => {
    const directory = mkdtempSync(join(tmpdir(), "plugin-"));
    const program = (name: string, script: string) => {
      const command = join(directory, name);
      writeFileSync(command, `#!/bin/sh\n${script}\n`, { mode: 0o700 });
      const user = { exec: { apiVersion: "client.authentication.k8s.io/v1", command, interactiveMode: "Never" } };
      return new ClusterReader(writtenKubeconfig({ server: url, user }));
    };
    try {
      const failing = program("aws", "echo 'Token has expired and refresh failed' >&2; exit 255");
      const problem = await failing.problem();
      assert.match(
        `${problem?.problem} | ${problem?.remedy}`,
        /gets its credentials from "\S+\/aws", which gave none: Token has expired and refresh failed \| Log in: aws sso login/,
      );
      const silent = await program("ours", "exit 1").problem();
      assert.match(`${silent?.problem} | ${silent?.remedy}`, /gave none: it said nothing \| Run \S+\/ours by hand/);
      await assert.rejects(failing.read("/version"), { name: "CredentialsError" });
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
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

  it("one that is busy is asked again, as often as it says, but not for ever", async () => {
    requested.length = 0;
    status = 429;
    await assert.rejects(reader().read("/nothing"), { status: 429 });
    assert.equal(requested.length, 5);
    requested.length = 0;
    setImmediate(() => (status = 404));
    assert.equal(await reader().read("/nothing"), undefined);
    assert.ok(requested.length < 5);
  });

  it("one that answers at first and then no more is an error, and no defect", async () => {
    status = 503;
    const access = new SecretValue(
      kubeconfig([{ name: "c", server: url, authority: authority.certificate, token: "good" }]),
    );
    const { errors } = await examineClusters(
      environment({ cluster: { kubeconfig: access } }),
      "acme/agentgateway-infra/test",
    );
    assert.deepEqual(
      errors.map(({ path, problem }) => `${path}: ${problem}`),
      [`cluster.kubeconfig: leads to ${url}, which answers 503: answer 503`],
    );
  });
});
