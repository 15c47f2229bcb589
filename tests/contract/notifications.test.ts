import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { notificationSettings } from "../../components/argocd/notifications/build";
import type { Event } from "../../components/argocd/notifications/triggers";
import { SecretValue } from "../../core/secret";
import { ensureToolchain } from "../../dev/sandbox/toolchain";
import { kubeconfig } from "../../dev/support/kubeconfig";
import { environment } from "../../dev/support/environment";
import { run } from "../../dev/support/shell";

const ago = (minutes: number) => new Date(new Date().getTime() - minutes * 60_000).toISOString();
const condition = (type: string, minutes: number) => ({
  type,
  message: `${type} of it`,
  lastTransitionTime: ago(minutes),
});
const operation = (phase: string, more: object = {}) => ({
  operationState: { phase, startedAt: ago(1), message: 'one or more objects failed: "x" <y>', ...more },
});

/** Applications, by what is so at the time of the test, and the events of which Argo CD tells then. */
const APPLICATIONS: [what: string, status: () => object | undefined, events: Event[]][] = [
  ["has no status yet", () => undefined, []],
  [
    "is well",
    () => ({ ...operation("Succeeded", { retryCount: 4 }), health: { status: "Healthy" }, conditions: [] }),
    [],
  ],
  ["is being synced", () => operation("Running"), []],
  ["is tried again for the second time", () => operation("Running", { retryCount: 2 }), []],
  ["is tried again for the third time", () => operation("Running", { retryCount: 3 }), ["sync-failed"]],
  ["has failed to be synced", () => operation("Failed"), ["sync-failed"]],
  ["has had an error as it was synced", () => operation("Error"), ["sync-failed"]],
  ["could not be compared a minute ago", () => ({ conditions: [condition("ComparisonError", 1)] }), []],
  ["can't be compared", () => ({ conditions: [condition("ComparisonError", 6)] }), ["comparison-failed"]],
  ["has a warning", () => ({ conditions: [condition("SharedResourceWarning", 60)] }), []],
  ["is Degraded", () => ({ health: { status: "Degraded" } }), ["degraded"]],
  [
    "is a root of such",
    () => ({ health: { status: "Degraded" }, resources: [{ kind: "Application", name: "a" }] }),
    [],
  ],
];

describe("the notifications of Argo CD, as its own program reads them", function () {
  this.timeout(600_000);
  let directory: string;
  let argocd: string;
  const received: { authorization: string | undefined; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      received.push({ authorization: request.headers.authorization, body });
      response.end();
    });
  });

  const write = (name: string, content: object | string) => {
    const file = join(directory, name);
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    return file;
  };
  const metadata = (name: string) => ({ name, namespace: "argocd" });

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), "notifications-"));
    argocd = (await ensureToolchain({ only: ["argocd"] })).bin.argocd;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const { notifications } = environment({
      argocd: { notifications: { webhook: { url: new SecretValue("x"), token: new SecretValue("x") } } },
    }).argocd;
    const settings = notificationSettings(notifications, "https://argocd.example.com/");
    write("cm.yaml", {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: metadata("argocd-notifications-cm"),
      data: settings,
    });
    write("secret.yaml", {
      apiVersion: "v1",
      kind: "Secret",
      metadata: metadata("argocd-notifications-secret"),
      stringData: { "webhook-url": `http://127.0.0.1:${port}/hook?$k=1`, "webhook-token": "a-token" },
    });
    write(
      "kubeconfig",
      kubeconfig({ server: "https://127.0.0.1:1", cluster: { "certificate-authority-data": undefined } }),
    );
  });
  after(() => {
    server.close();
    rmSync(directory, { recursive: true });
  });

  const notifications = (words: string[]) => {
    const files = ["--config-map", "cm.yaml", "--secret", "secret.yaml", "--kubeconfig", "kubeconfig"];
    const args = ["admin", "notifications", ...words, ...files, "--namespace", "argocd"];
    return run(argocd, args, { cwd: directory, env: { HOME: directory, PATH: process.env.PATH }, minutes: 1 });
  };
  const application = (status: object | undefined) =>
    write("app.yaml", {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Application",
      metadata: metadata("agentgateway-configs"),
      spec: { project: "p", source: { repoURL: "r" } },
      ...(status && { status }),
    });

  for (const [what, status, events] of APPLICATIONS) {
    it(`tell of ${events.join() || "nothing"} where an Application ${what}`, async () => {
      application(status());
      const triggered: string[] = [];
      for (const event of ["sync-failed", "comparison-failed", "degraded"]) {
        const { stdout, all } = await notifications(["trigger", "run", event, "./app.yaml"]);
        const [, result] = /^.*\s(true|false)$/m.exec(stdout) ?? [];
        assert.ok(result, all);
        assert.doesNotMatch(all, /failed to execute/);
        if (result === "true") triggered.push(event);
      }
      assert.deepEqual(triggered, events);
    });
  }

  const MESSAGES: [Event, object, details: string, says: string][] = [
    ["sync-failed", operation("Failed"), 'one or more objects failed: "x" <y>', "can't be synced"],
    [
      "comparison-failed",
      { conditions: [condition("ComparisonError", 6)] },
      "ComparisonError of it",
      "can't be compared with Git",
    ],
    [
      "degraded",
      {
        health: { status: "Degraded" },
        resources: [
          { kind: "ConfigMap", name: "a" },
          { kind: "Gateway", name: "b", health: { status: "Degraded", message: "no address" } },
        ],
      },
      "Gateway b: no address",
      "is Degraded",
    ],
    ["degraded", { health: { status: "Degraded" } }, "", "is Degraded"],
  ];
  for (const [event, status, details, says] of MESSAGES) {
    it(`send a message of ${event}${details === "" ? " without details" : ""}`, async () => {
      application({ ...status, sync: { status: "OutOfSync", revision: "3f78" } });
      received.length = 0;
      const { all } = await notifications(["template", "notify", event, "./app.yaml", "--recipient", "webhook"]);
      assert.equal(received.length, 1, all);
      const text =
        `agentgateway-configs ${says}${details && `: ${details}`}\n` +
        "https://argocd.example.com/applications/agentgateway-configs";
      assert.equal(received[0]?.authorization, "Bearer a-token");
      assert.deepEqual(JSON.parse(received[0]?.body ?? ""), {
        event,
        application: "agentgateway-configs",
        revision: "3f78",
        details,
        text,
      });
      const spoken = await notifications(["template", "notify", event, "./app.yaml"]);
      const inALine = (words: string) => words.replace(/\s+/g, " ");
      assert.ok(inALine(spoken.stdout).includes(`message: |- ${inALine(text)}`), spoken.all);
    });
  }
});
