import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { sandboxPath } from "../../../../dev/sandbox/pulumi/environment";
import { isStale } from "../../../../dev/sandbox/pulumi/locks";
import { orphans } from "../../../../dev/sandbox/pulumi/orphans";
import { byLine, changes, diagnostics, parseResourceLine } from "../../../../dev/sandbox/pulumi/output";
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
        argocd: { manifests: "/manifests", mode: "hub", kubeconfig: secure },
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

    it("is read line by line", () => {
      const lines: string[] = [];
      const take = byLine((line) => lines.push(line));
      for (const chunk of ["a\nb", "c\n", "d"]) take(chunk);
      assert.deepEqual(lines, ["a", "bc"]);
      const created = parseResourceLine(" +  kubernetes:rbac.authorization.k8s.io/v1:Role argocd:x/y created (0.05s)");
      assert.deepEqual(created, {
        operation: "+",
        type: "kubernetes:rbac.authorization.k8s.io/v1:Role",
        name: "argocd:x/y",
        state: "created",
      });
      assert.equal(
        parseResourceLine(" +  pulumi:pulumi:Stack a-dev **creating failed (0.1s)** 1 error")?.state,
        "creating failed",
      );
      const waiting =
        " +  agentgateway-infra:index:RootApplication root creating (17s) waiting for 2 of 5 Applications: a (OutOfSync)";
      assert.equal(parseResourceLine(waiting)?.waiting, "waiting for 2 of 5 Applications: a (OutOfSync)");
      assert.equal(parseResourceLine("@ updating....."), undefined);
    });

    it("says what it changed, and what went wrong", () => {
      assert.equal(
        changes("x\nResources:\n    + 65 created\n    ~ 2 updated\n    3 unchanged\n\nDuration: 2s\n"),
        "65 created, 2 updated",
      );
      assert.equal(changes("Resources:\n    69 unchanged\n\nDuration: 2s\n"), "no changes");
      assert.equal(
        diagnostics("noise\nDiagnostics:\n  a:b:\n    error: no\n\nResources:\n    1 errored\n"),
        "a:b:\n    error: no",
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
