import assert from "node:assert/strict";
import { createPrivateKey, X509Certificate } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent } from "@pulumi/pulumi/automation";
import { parse } from "yaml";
import { sandboxPath } from "../../../../dev/sandbox/pulumi/environment";
import { isStale } from "../../../../dev/sandbox/pulumi/locks";
import { orphans } from "../../../../dev/sandbox/pulumi/orphans";
import { changes, errorReport, Operations, waitingFor } from "../../../../dev/sandbox/pulumi/operations";
import { placeholderSecret } from "../../../../dev/sandbox/pulumi/placeholders";
import { projectFile } from "../../../../dev/sandbox/pulumi/project";
import { readStackConfig, writePlainValues } from "../../../../dev/sandbox/pulumi/stackfile";
import { outdated, remembered, stackValues, type StackFacts } from "../../../../dev/sandbox/pulumi/values";
import type { Layout } from "../../../../dev/sandbox/state/layout";
import { scratchSandbox } from "../../../../dev/support/sandbox";

describe("sandbox", () => {
  let directory: string;
  let layout: Layout;
  scratchSandbox((scratch) => ({ directory, layout } = scratch));

  describe("Pulumi", () => {
    const facts: StackFacts = {
      stack: "prod",
      kubeconfig: "target",
      hubKubeconfig: "hub",
      repositoryUrl: "http://git",
      repositoryUser: "sandbox",
      repositoryPassword: "pw",
      webhookSecret: "hook",
      argocdManifests: "/manifests",
      charts: "http://charts",
      gatewayApi: "http://gateway-api",
      requiredSecrets: ["llmProviders.openai.apiKey", "cluster.kubeconfig"],
    };

    it("gets the sandbox's values, the hub's only where there is another", () => {
      const paths = (stack: StackFacts["stack"]) => stackValues({ ...facts, stack }).map(({ path }) => path);
      assert.ok(!paths("dev").includes("argocd.kubeconfig"));
      assert.ok(paths("prod").includes("argocd.kubeconfig"));
      assert.equal(paths("prod").filter((path) => path === "cluster.kubeconfig").length, 1);
    });

    it("is not led astray by what the user's own Argo CD and repository are like", () => {
      const requiredSecrets = ["repository.sshPrivateKey", "argocd.credentials.x.password"];
      const values = stackValues({ ...facts, stack: "dev", requiredSecrets });
      const said = Object.fromEntries(values.map(({ path, value }) => [path, value]));
      assert.equal(said["argocd.highAvailability"], false);
      assert.equal(said["repository.githubApp"], false);
      assert.ok("argocd.version" in said);
      assert.ok("argocd.credentials.x.password" in said);
      assert.ok(!("repository.sshPrivateKey" in said));
    });

    it("is told only what is missing or different", () => {
      const values = stackValues(facts);
      assert.equal(outdated(values, {}, {}).length, values.length);
      const secure = { secure: "v1:…" };
      const config = {
        extends: "prod",
        cluster: { kubeconfig: secure, allowLoopback: true },
        repository: { url: "http://git", username: "sandbox", password: secure },
        argocd: { manifests: "/manifests", mode: "existing", kubeconfig: secure },
        sources: { charts: "http://charts", gatewayApi: "http://gateway-api" },
        llmProviders: { openai: { apiKey: secure } },
      };
      const written = remembered(values);
      assert.deepEqual(outdated(values, config, written), []);
      const changed = stackValues({ ...facts, charts: "http://other", repositoryPassword: "new" });
      assert.deepEqual(
        outdated(changed, config, written).map(({ path }) => path),
        ["repository.password", "sources.charts"],
      );
      assert.ok(!JSON.stringify(written).includes("target"));
    });

    it("gives a listener a certificate and its key, in whatever order and start they are set", async () => {
      mkdirSync(layout.secrets, { recursive: true });
      const half = (name: string, listener = "https") =>
        placeholderSecret(layout, "prod", `gateway.listeners.${listener}.tls.${name}`);
      const key = createPrivateKey(await half("key"));
      assert.ok(new X509Certificate(await half("certificate")).checkPrivateKey(key));
      assert.ok(!new X509Certificate(await half("certificate", "other")).checkPrivateKey(key));
      assert.match(await placeholderSecret(layout, "prod", "llmProviders.openai.apiKey"), /^sandbox-/);
    });

    it("keeps what else is in a stack file", () => {
      const file = join(directory, "Pulumi.dev.yaml");
      writeFileSync(
        file,
        "encryptionsalt: v1:x\nconfig:\n  other:a: b\n  agentgateway-infra:cluster:\n    kubeconfig:\n      secure: v1:y\n",
      );
      writePlainValues(file, [
        { path: "extends", value: "dev" },
        { path: "cluster.name", value: "c" },
      ]);
      assert.deepEqual(readStackConfig(file), {
        extends: "dev",
        cluster: { name: "c", kubeconfig: { secure: "v1:y" } },
      });
      assert.match(readFileSync(file, "utf8"), /encryptionsalt: v1:x[^]*other:a: b/);
    });

    it("runs the checkout's program from the sandbox's project", () => {
      const project = parse(projectFile("name: agentgateway-infra\nruntime: nodejs\nmain: index.ts\n")) as object;
      assert.deepEqual(project, { name: "agentgateway-infra", runtime: "nodejs", main: "program/index.ts" });
      const path = sandboxPath({ ...layout, checkout: "/c" }, "/tools", "/usr/bin:/tools:/bin");
      assert.equal(path, "/tools:/c/node_modules/.bin:/usr/bin:/bin");
    });

    it("is followed by the events of its engine", () => {
      const operations = new Operations();
      const step = (kind: string, op: string, name: string) => {
        const type = "kubernetes:core/v1:Secret";
        const metadata = { op, type, urn: `urn:pulumi:dev::p::x:index:ArgoCd$${type}::${name}` };
        return { [kind]: { metadata } } as unknown as EngineEvent;
      };
      assert.equal(operations.take(step("resourcePreEvent", "same", "old")), undefined);
      assert.equal(operations.summary, "0 resources done");
      operations.take(step("resourcePreEvent", "create", "argocd:x"));
      operations.take(step("resourcePreEvent", "update", "argocd:y"));
      operations.take(step("resOutputsEvent", "create", "argocd:x"));
      assert.equal(operations.summary, "1 resources done; updating kubernetes:core/v1:Secret argocd:y");
      assert.equal(
        operations.take(step("resOpFailedEvent", "update", "argocd:y")),
        "updating kubernetes:core/v1:Secret argocd:y failed",
      );
      assert.equal(operations.summary, "1 resources done");
      const message = "waiting for 2 of 5 Applications: a (OutOfSync)";
      const says = (ephemeral: boolean) => ({ diagnosticEvent: { message, ephemeral } }) as unknown as EngineEvent;
      assert.equal(waitingFor(says(true)), message);
      assert.equal(waitingFor(says(false)), undefined);
    });

    it("says what it changed, and what went wrong", () => {
      assert.equal(changes({ create: 65, same: 3, update: 2 }), "65 created, 2 updated");
      assert.equal(changes({ same: 69 }), "no changes");
      const says = (severity: string, message: string, urn?: string) =>
        ({ diagnosticEvent: { severity, message, urn } }) as unknown as EngineEvent;
      const urn = "urn:pulumi:dev::p::x:index:ArgoCd$kubernetes:core/v1:Secret::argocd:x";
      assert.equal(
        errorReport([says("info", "noise"), says("error", "no\nnever\n", urn), says("error", "update failed")]),
        "  kubernetes:core/v1:Secret (argocd:x):\n    no\n    never\n    update failed",
      );
    });

    it("holds no lock for a process that is gone", () => {
      const lock = (pid: number, hostname = "here") => JSON.stringify({ pid, hostname });
      assert.ok(!isStale(lock(process.pid), "here"));
      assert.ok(isStale(lock(2 ** 22 + 1), "here"));
      assert.ok(!isStale(lock(2 ** 22 + 1, "there"), "here"));
      assert.ok(!isStale("{", "here"));
    });

    it("plugins that have lost their CLI are found, and no others", () => {
      const processes = [
        "    7     1 /state/pulumi-home/plugins/resource-kubernetes-v4/pulumi-resource-kubernetes 127.0.0.1:1",
        "    8   900 /state/pulumi-home/plugins/resource-random-v4/pulumi-resource-random 127.0.0.1:2",
        "    9     1 /other/pulumi-home/plugins/resource-random-v4/pulumi-resource-random 127.0.0.1:3",
      ].join("\n");
      assert.deepEqual(orphans(processes, "/state/pulumi-home/plugins"), [7]);
    });
  });
});
