import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { REFRESH } from "../../components/application/status";
import { ensureToolchain } from "../../dev/sandbox/toolchain";
import { Checkout } from "../../dev/support/checkout";
import { certificatePair, externalObjects } from "../../dev/support/elsewhere";
import { countingProxy, type CountingProxy } from "../../dev/support/countingProxy";
import { gatewayEverything } from "../../dev/support/gatewayEverything";
import { oneOfEverything } from "../../dev/support/oneOfEverything";
import { PASTED } from "../../dev/support/pasted";
import { assertCode, eventually } from "../../dev/support/shell";

const NAMESPACE = "agentgateway-system";

/** A mirror of each registry that one of everything, the controller and Argo CD take images from. */
const MIRROR = Object.fromEntries(
  [
    "cr.agentgateway.dev",
    "docker.io",
    "ecr.aws",
    "example.com",
    "ghcr.io",
    "public.ecr.aws",
    "quay.io",
    "registry.example.com",
  ].map((registry) => [registry, `mirror.test/${registry}`]),
);

interface Application {
  metadata: { name: string; annotations?: Record<string, string> };
  status: {
    sync: { status: string };
    health: { status: string };
    resources: { kind: string; name: string; status: string }[];
    conditions?: { type: string; message: string }[];
  };
}

interface Summary {
  ok: boolean;
  environments: { findings: { kind: string; name: string; ok: boolean; detail: string }[] }[];
}

// One story, in order: each step stands on the one before, and the first that fails ends it.
describe("one of everything, by Argo CD, without a way to other hosts", () => {
  let checkout: Checkout;
  let proxy: CountingProxy;

  before(async () => {
    await ensureToolchain();
    proxy = await countingProxy();
    const { url } = proxy;
    const variables = { HTTP_PROXY: url, HTTPS_PROXY: url, NO_PROXY: "127.0.0.1,localhost" };
    checkout = new Checkout(resolve(__dirname, "../.."), { ...variables, AGENTGATEWAY_SANDBOX_PROXY: url });
    const catalogue = JSON.stringify({
      repository: { url: "https://git.example.com/platform.git" },
      images: MIRROR,
      ...oneOfEverything,
    });
    writeFileSync(
      join(checkout.directory, "platform.ts"),
      `import { definePlatform } from "./config/schema";\nexport const platform = definePlatform(${catalogue});\n`,
    );
    // One of everything has replicas and clients of its own, and prod says others.
    rmSync(join(checkout.directory, "Pulumi.prod.yaml"));
    writeFileSync(join(checkout.directory, "k8s/base/pasted.yaml"), PASTED);
    const rendered = await checkout.npm("render");
    assertCode(rendered, 0);
    assert.match(rendered.stdout, /repaired k8s\/base\/pasted\.yaml, HTTPRoute echo, metadata\.namespace: /);
    checkout.commit("One of everything");
    assertCode(await checkout.npm("sandbox", "up"), 0);
    await checkout.enterSandbox();
  });

  after(async () => {
    await checkout?.discard();
    proxy?.close();
  });

  it("is deployed with all of it Synced, Healthy and accepted", async () => {
    const elsewhere = await externalObjects(NAMESPACE);
    const namespaces = [...new Set(elsewhere.map(({ metadata }) => metadata.namespace as string))].map((name) => ({
      apiVersion: "v1",
      kind: "Namespace",
      metadata: { name },
    }));
    const priority = {
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      metadata: { name: gatewayEverything.pods.priorityClassName },
      value: 1000,
    };
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: [...namespaces, priority, ...elsewhere] });
    assertCode(await checkout.shell("kubectl", ["--context", "dev", "apply", "-f", "-"], list), 0);
    const config = (...words: string[]) => ["config", "set", "--stack", "dev", "--path", ...words];
    assertCode(await checkout.shell("pulumi", config("adopt[0]", `Namespace/${NAMESPACE}`)), 0);
    const pair = await certificatePair();
    for (const part of ["certificate", "key"] as const) {
      const path = `gateway.listeners.https.tls.${part}`;
      assertCode(await checkout.shell("pulumi", config("--secret", path), pair[part]), 0);
    }
    const outcome = await checkout.npm("start", "--json");
    assertCode(outcome, 0);
    const { ok, environments } = JSON.parse(outcome.stdout) as Summary;
    assert.ok(ok);
    const findings = environments[0]?.findings ?? [];
    assert.ok(findings.length >= 60, "all of it was looked at");
    assert.ok(
      findings.some(({ kind, ok: works }) => kind === "GRPCRoute" && works),
      "a kind of a pasted manifest too",
    );
  });

  it("what the API server adds by default is no drift: Argo CD compares anew, and all is Synced", async () => {
    const anew = ["annotate", "applications", "--all", "-n", "argocd", `${REFRESH}=hard`];
    assertCode(await checkout.shell("kubectl", ["--context", "dev", ...anew]), 0);
    let items: Application[] = [];
    await eventually("Argo CD has compared anew", 60, async () => {
      ({ items } = await checkout.get<{ items: Application[] }>("dev", "applications", "-n", "argocd"));
      return items.every(({ metadata }) => metadata.annotations?.[REFRESH] === undefined);
    });
    assert.equal(items.length, 5);
    for (const { metadata, status } of items) {
      assert.deepEqual([status.sync.status, status.health.status], ["Synced", "Healthy"], metadata.name);
      assert.deepEqual(
        status.resources.filter((each) => each.status !== "Synced"),
        [],
      );
      assert.deepEqual(status.conditions ?? [], []);
    }
    assertCode(await checkout.shell("npm", ["run", "--silent", "drift", "--", "dev"]), 0);
    assertCode(await checkout.pulumi("preview", "--stack", "dev", "--refresh", "--expect-no-changes"), 0);
  });

  it("runs images of the mirror alone", async () => {
    const { items } = await checkout.get<{ items: { spec: { containers: { image: string }[] } }[] }>(
      "dev",
      "pods",
      "-A",
    );
    const running = items.flatMap(({ spec }) => spec.containers.map(({ image }) => image));
    assert.ok(running.length >= 8);
    assert.deepEqual(
      [...new Set(running)].filter((image) => !image.startsWith("mirror.test/")),
      [],
    );
  });

  it("has asked for nothing elsewhere: neither the commands nor Argo CD, the controller and the clusters", async () => {
    assert.deepEqual(proxy.asked, []);
    // Whatever is asked for is counted.
    const elsewhere = await checkout.shell("git", ["ls-remote", "https://git.example.com/platform.git"]);
    assert.notEqual(elsewhere.code, 0);
    assert.deepEqual(proxy.asked, ["git.example.com:443"]);
  });
});
