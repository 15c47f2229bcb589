import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { parse } from "yaml";
import { createAuthority, createCertificate } from "../../../../dev/sandbox/cluster/certificates";
import { createCredentials, writeKubeconfig } from "../../../../dev/sandbox/cluster/credentials";
import { reset } from "../../../../dev/sandbox/commands/stop";
import { createDirectories, layoutAt, type Layout } from "../../../../dev/sandbox/state/layout";
import { socketDirectory, stateDirectory } from "../../../../dev/sandbox/state/location";
import { takeLock } from "../../../../dev/sandbox/state/lock";
import { allocatePorts, checkPorts, purposes } from "../../../../dev/sandbox/state/ports";
import { openSandbox } from "../../../../dev/sandbox/state/sandbox";
import { Progress } from "../../../../dev/sandbox/terminal/progress";
import { exportLines } from "../../../../dev/sandbox/commands/env";
import { shellQuote } from "../../../../dev/sandbox/git/credentials";
import { duration } from "../../../../dev/sandbox/commands/status";
import { table } from "../../../../cli/status/table";

const quiet = new Progress(true);
const anyPort = () => Promise.resolve(true);
import { scratchSandbox } from "../../../../dev/support/sandbox";

describe("sandbox", () => {
  let directory: string;
  let layout: Layout;
  scratchSandbox((scratch) => ({ directory, layout } = scratch));

  describe("state", () => {
    it("lies outside the checkout, one per checkout, unless the environment says where", () => {
      const of = (env: NodeJS.ProcessEnv, checkout = "/src/infra") =>
        stateDirectory({ HOME: "/home/me", ...env }, checkout);
      assert.match(of({}), /^\/home\/me\/\.local\/state\/agentgateway-infra\/infra-[0-9a-f]{8}$/);
      assert.match(of({ XDG_STATE_HOME: "/var/me" }), /^\/var\/me\/agentgateway-infra\/infra-/);
      assert.equal(of({ AGENTGATEWAY_SANDBOX_DIR: "/tmp/x", XDG_STATE_HOME: "/y" }), "/tmp/x");
      assert.notEqual(of({}), of({}, "/other/infra"));
    });

    it("puts sockets elsewhere when the path would be too long for them", () => {
      assert.equal(socketDirectory("/short", "/tmp", 7), "/short");
      assert.match(socketDirectory(`/${"x".repeat(100)}`, "/tmp", 7), /^\/tmp\/agentgateway-7-[0-9a-f]{8}$/);
    });

    it("is entered by its user alone, and no directory with other files is taken over", () => {
      createDirectories(layout);
      assert.equal(statSync(layout.root).mode & 0o777, 0o700);
      mkdirSync(join(directory, "home"));
      writeFileSync(join(directory, "home", "thesis.tex"), "");
      assert.throws(
        () => createDirectories(layoutAt(join(directory, "home"), "/x")),
        /is not empty and no sandbox; set AGENTGATEWAY_SANDBOX_DIR to another directory/,
      );
      chmodSync(layout.sockets, 0o755);
      assert.throws(
        () => createDirectories(layout),
        /must belong to you alone: `chmod 700` it, or set AGENTGATEWAY_SANDBOX_DIR/,
      );
    });

    it("is not deleted without its marker", async () => {
      createDirectories(layout);
      rmSync(layout.marker);
      await assert.rejects(
        reset(layout, quiet),
        /is not a directory of this sandbox \(.* is missing\), so it is left alone/,
      );
      assert.ok(existsSync(layout.root));
    });

    it("remembers its clusters and ports", async () => {
      const first = await openSandbox(layout, []);
      assert.deepEqual(first.clusters, ["dev"]);
      const second = await openSandbox(layout, ["stage"]);
      assert.deepEqual(second.clusters, ["dev", "stage"]);
      for (const [purpose, port] of Object.entries(first.ports)) assert.equal(second.ports[purpose], port);
      assert.deepEqual(await openSandbox(layout, []), second);
    });

    it("has Argo CD in the namespace that it was made with, and its users in the tokens of the API server", async () => {
      const named = {
        AGENTGATEWAY_SANDBOX_ARGOCD_NAMESPACE: "openshift-gitops",
        AGENTGATEWAY_SANDBOX_APPLICATION_NAMESPACES: "team-a",
      };
      const sandbox = await openSandbox(layout, [], named);
      assert.equal(sandbox.argocdNamespace, "openshift-gitops");
      assert.equal(sandbox.applicationNamespaces, "team-a");
      // An API server that has read its users takes no others.
      assert.deepEqual(
        await openSandbox(layout, [], { ...named, AGENTGATEWAY_SANDBOX_ARGOCD_NAMESPACE: "other" }),
        sandbox,
      );
      await createCredentials(layout, "dev", sandbox.ports["dev/kube-apiserver"]!, sandbox.argocdNamespace);
      const tokens = readFileSync(layout.cluster("dev").tokens, "utf8");
      assert.match(tokens, /,system:serviceaccount:openshift-gitops:argocd-server,/);
      assert.match(tokens, /"system:serviceaccounts,system:serviceaccounts:openshift-gitops"/);
      assert.doesNotMatch(tokens, /:argocd:/);
    });

    it("lets one start work at a time, and does not wait for a dead one", async () => {
      createDirectories(layout);
      writeFileSync(layout.startLock, JSON.stringify({ pid: 1, identity: "another boot" }));
      const nobody = { limitMs: 1_000, onWait: () => assert.fail("nobody holds it") };
      const release = await takeLock(layout.startLock, nobody);
      const waited: number[] = [];
      await assert.rejects(
        takeLock(layout.startLock, { limitMs: 250, onWait: (pid) => waited.push(pid) }),
        /still held/,
      );
      assert.deepEqual(waited, [process.pid]);
      release();
      (await takeLock(layout.startLock, nobody))();
    });
  });

  describe("ports", () => {
    it("are kept, distinct, and below the ephemeral range", async () => {
      const ports = await allocatePorts({ http: 4000 }, purposes(["dev", "stage"]), "a", anyPort);
      assert.equal(ports.http, 4000);
      const numbers = Object.values(ports);
      assert.equal(new Set(numbers).size, numbers.length);
      assert.ok(numbers.every((port) => port === 4000 || (port >= 20_000 && port < 32_768)));
    });

    it("skip what is taken, and start elsewhere for another sandbox", async () => {
      const first = await allocatePorts({}, ["http"], "a", anyPort);
      const next = await allocatePorts({}, ["http"], "a", (port) => Promise.resolve(port !== first.http));
      assert.equal(next.http, first.http! + 1);
      assert.notEqual((await allocatePorts({}, ["http"], "b", anyPort)).http, first.http);
    });

    it("that are occupied are named with their purpose and a remedy", async () => {
      const check = checkPorts({ "dev/kube-apiserver": 20_001, http: 20_002 }, (port) =>
        Promise.resolve(port !== 20_001),
      );
      await assert.rejects(check, (error: Error) => {
        assert.equal(
          error.message,
          "port 20001 (dev/kube-apiserver) is in use by another program\n" +
            "The sandbox keeps its ports so that kubeconfigs stay valid. Find the program with `ss -ltnp` or `lsof -i` and end it, or run `npm run sandbox -- reset` to make a new sandbox on other ports.",
        );
        return true;
      });
    });

    it("are missed where none is free", async () => {
      const none = () => Promise.resolve(false);
      await assert.rejects(allocatePorts({}, ["http"], "a", none), /no free port between 20000 and 32000 for http/);
    });
  });

  describe("terminal", () => {
    it("quotes words so that a shell reads them back", () => {
      const nasty = `it's "$HOME" \`id\` \\ ;\n&`;
      assert.equal(execFileSync("sh", ["-c", `printf %s ${shellQuote(nasty)}`], { encoding: "utf8" }), nasty);
      assert.equal(exportLines({ A: "x y" }), "export A='x y'\n");
    });

    it("says in a quiet run one thing, which others do not need", () => {
      const said = (isQuiet: boolean) => {
        const out = new PassThrough();
        const progress = new Progress(isQuiet, out as unknown as NodeJS.WriteStream);
        progress.print("all of it");
        progress.brief("all is well");
        return String(out.read());
      };
      assert.deepEqual([said(true), said(false)], ["all is well\n", "all of it\n"]);
    });

    it("aligns tables and tells time spans", () => {
      assert.equal(
        table(
          ["A", "B"],
          [
            ["long", "1"],
            ["x", ""],
          ],
        ),
        "A     B\nlong  1\nx",
      );
      assert.deepEqual([8_000, 250_000, 11_520_000].map(duration), ["8 s", "4 min 10 s", "3 h 12 min"]);
    });
  });

  describe("certificates", () => {
    it("verify against their authority, for the hosts they name", async () => {
      const ca = await createAuthority("test");
      const created = await createCertificate(ca, "test", "server", ["127.0.0.1", "localhost"]);
      const [authority, server] = [new X509Certificate(ca.certificate), new X509Certificate(created.certificate)];
      assert.ok(authority.ca && !server.ca);
      assert.ok(server.checkIssued(authority) && server.verify(authority.publicKey));
      assert.equal(server.checkHost("localhost"), "localhost");
      assert.equal(server.checkIP("127.0.0.1"), "127.0.0.1");
      assert.equal(server.checkHost("example.com"), undefined);
      const other = await createAuthority("test");
      assert.ok(!server.verify(new X509Certificate(other.certificate).publicKey));
    });

    it("are made once per cluster, in files that only the user can read", async () => {
      const sandbox = await openSandbox(layout, ["stage"]);
      for (const name of sandbox.clusters)
        await createCredentials(layout, name, sandbox.ports[`${name}/kube-apiserver`]!);
      writeKubeconfig(layout, sandbox);
      const before = readFileSync(layout.kubeconfig, "utf8");
      for (const name of sandbox.clusters)
        await createCredentials(layout, name, sandbox.ports[`${name}/kube-apiserver`]!);
      writeKubeconfig(layout, sandbox);
      assert.equal(readFileSync(layout.kubeconfig, "utf8"), before);
      const config = parse(before) as { "current-context": string; contexts: { name: string }[] };
      assert.equal(config["current-context"], "dev");
      assert.deepEqual(
        config.contexts.map(({ name }) => name),
        ["dev", "stage"],
      );
      for (const file of [layout.kubeconfig, layout.cluster("dev").tokens])
        assert.equal(statSync(file).mode & 0o777, 0o600);
    });
  });
});
