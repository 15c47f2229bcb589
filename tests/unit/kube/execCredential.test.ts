import assert from "node:assert/strict";
import { CredentialsError } from "../../../kube/credentials";
import { execCredential, type ExecEntry, type Terminal } from "../../../kube/execCredential";

const UNATTENDED: Terminal = { attended: false };
const CLUSTER = { server: "https://api.example.com" };

/** A program that is a script of Node.js. */
function program(script: string, entry: ExecEntry = {}): ExecEntry {
  return { command: process.execPath, args: ["-e", script], ...entry };
}

const printing = (status: object) => `console.log(JSON.stringify({ status: ${JSON.stringify(status)} }))`;
/** Prints as a token what it was told. */
const TELLING = `console.log(JSON.stringify({ status: { token: process.env.KUBERNETES_EXEC_INFO } }))`;

describe("a program that has credentials", () => {
  const problem = async (entry: ExecEntry, terminal = UNATTENDED) => {
    const error: unknown = await execCredential(entry, CLUSTER, terminal).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof CredentialsError, String(error));
    return error.message.replace(process.execPath, "node");
  };

  it("gives a token or a certificate", async () => {
    for (const status of [{ token: "t" }, { clientCertificateData: "c", clientKeyData: "k" }])
      assert.deepEqual(await execCredential(program(printing(status)), CLUSTER, UNATTENDED), status);
  });

  it("has its arguments and variables, and is told of the cluster where it wants that, and that nobody answers", async () => {
    const env = [{ name: "AWS_PROFILE", value: "prod" }];
    const script = "console.log(JSON.stringify({ status: { token: process.env.AWS_PROFILE } }))";
    assert.equal((await execCredential(program(script, { env }), CLUSTER, UNATTENDED)).token, "prod");
    const told = async (entry: ExecEntry) =>
      JSON.parse((await execCredential(program(TELLING, entry), CLUSTER, UNATTENDED)).token ?? "") as object;
    const apiVersion = "client.authentication.k8s.io/v1beta1";
    assert.deepEqual(await told({ apiVersion }), { apiVersion, kind: "ExecCredential", spec: { interactive: false } });
    assert.deepEqual(await told({ apiVersion, provideClusterInfo: true }), {
      apiVersion,
      kind: "ExecCredential",
      spec: { interactive: false, cluster: CLUSTER },
    });
  });

  it("that fails is named with what it said", async () => {
    assert.equal(
      await problem(program('console.error("the SSO session has expired"); process.exit(1)')),
      "node gave no credentials: the SSO session has expired",
    );
    assert.match(await problem({ command: "/nowhere/kubelogin" }), /kubelogin gave no credentials: .*ENOENT/);
  });

  it("that asks somebody is not waited for where nobody can answer, and what it asked is shown", async () => {
    // A shell has said so at once, also on a machine that has much else to do.
    const asking = {
      command: "/bin/sh",
      args: ["-c", "echo open https://microsoft.com/devicelogin >&2; exec sleep 60"],
    };
    assert.equal(
      await problem(asking, { attended: false, limitSeconds: 3 }),
      "/bin/sh gave no credentials: open https://microsoft.com/devicelogin / it had not ended after 3 s",
    );
    const reading = program('process.stdin.on("end", () => process.exit(1)).resume()');
    assert.equal(await problem(reading), "node gave no credentials: it said nothing");
    assert.equal(
      await problem(program("", { interactiveMode: "Always" })),
      "node gave no credentials: it wants to ask somebody, and there is no terminal",
    );
  });

  it("that prints something else is named", async () => {
    assert.equal(
      await problem(program('console.log("Welcome")')),
      "node gave no credentials: it printed no ExecCredential",
    );
    assert.equal(
      await problem(program(printing({}))),
      "node gave no credentials: it printed an ExecCredential without a token or a certificate",
    );
  });
});
