import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { contains } from "../../../../components/controller/applyCrds";
import { readGatewayApi } from "../../../../components/controller/gatewayApi";
import { chartLocation } from "../../../../components/repository/address";
import { missingSecrets } from "../../../../config/checks";
import { loadCheckout } from "../../../../config/checkout";
import { createGatewayApi } from "../../../../dev/sandbox/git/repositories";
import { environment } from "../../../../dev/support/environment";
import { scratchSandbox, type Scratch } from "../../../../dev/support/sandbox";

describe("what direct delivery takes from elsewhere", () => {
  let scratch: Scratch;
  scratchSandbox((created) => (scratch = created));

  it("is the Gateway API bundle of the pinned tag, from the repository that Argo CD would read", async () => {
    const { directory, layout } = scratch;
    const crds = join(directory, "crds");
    mkdirSync(crds);
    mkdirSync(layout.git, { recursive: true });
    writeFileSync(join(crds, "b.yaml"), "# two\n---\nkind: B\n---\nkind: C\n");
    writeFileSync(join(crds, "a.yaml"), "kind: A\n");
    writeFileSync(join(crds, "README.md"), "no manifest\n");
    await createGatewayApi(layout, crds, "v1.2.3");
    const url = pathToFileURL(layout.gatewayApi).href;
    const objects = await readGatewayApi(url, "v1.2.3");
    assert.deepEqual(objects, [{ kind: "A" }, { kind: "B" }, { kind: "C" }]);
    await assert.rejects(
      readGatewayApi(url, "v9"),
      (error: Error) =>
        error.name === "UserError" && /sources\.gatewayApi: can't read v9 of file:.*v9/s.test(error.message),
    );
  });

  it("are charts, from a registry by their URL and from a repository by their name", () => {
    assert.deepEqual(chartLocation("oci://cr.example.com/charts/", "x"), { chart: "oci://cr.example.com/charts/x" });
    assert.deepEqual(chartLocation("https://charts.example.com", "x"), {
      chart: "x",
      repo: "https://charts.example.com",
    });
  });
});

describe("an environment in direct delivery", () => {
  it("needs no Argo CD: not the hub's kubeconfig, nor a name for its cluster", () => {
    const hub = environment({ delivery: "direct", argocd: { mode: "existing" } });
    assert.deepEqual(
      missingSecrets(hub).map(({ path }) => path),
      ["cluster.kubeconfig"],
    );
  });

  it("is not rendered into Git", () => {
    const directory = mkdtempSync(join(tmpdir(), "direct-"));
    try {
      const file = (stack: string, more: string) =>
        writeFileSync(
          join(directory, `Pulumi.${stack}.yaml`),
          `config:\n  agentgateway-infra:namespace: ${stack}\n${more}`,
        );
      file("dev", "");
      file("preview", "  agentgateway-infra:delivery: direct\n");
      const platform = { repository: { url: "https://git.example.com/x.git" } };
      assert.deepEqual(
        loadCheckout(platform, directory).environments.map(({ name }) => name),
        ["dev"],
      );
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

describe("a definition that is there already", () => {
  const expected = { spec: { versions: [{ name: "v1", served: true }], names: { kind: "X" } } };

  it("is left alone when it holds all that is wanted, whatever has been added", () => {
    assert.ok(contains({ ...structuredClone(expected), status: { conditions: [] } }, expected));
    assert.ok(
      contains(
        { spec: { versions: [{ name: "v1", served: true, storage: true }], names: { kind: "X", list: "XL" } } },
        expected,
      ),
    );
  });

  it("is applied when something is missing or different", () => {
    for (const live of [
      undefined,
      { spec: { versions: [{ name: "v1", served: false }], names: { kind: "X" } } },
      { spec: { versions: [{ name: "v1", served: true }, { name: "v2" }], names: { kind: "X" } } },
      { spec: { versions: [], names: { kind: "X" } } },
      { spec: { versions: [{ name: "v1", served: true }] } },
    ])
      assert.ok(!contains(live, expected));
  });
});
