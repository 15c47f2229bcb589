import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { parseAllDocuments } from "yaml";
import { environmentFiles } from "../../components/environment";
import { childApplications } from "../../components/application/children";
import { objectKey, type KubernetesObject } from "../../kube/object";
import type { Environment } from "../../config/schema";
import { compareTree, handWrittenTexts, writeTree } from "../../gitops/files";
import { renderTree } from "../../gitops/tree";
import { ensureToolchain } from "../../dev/sandbox/toolchain";
import { anyCatalogue } from "../../dev/support/catalogue";
import { environment } from "../../dev/support/environment";
import { describeFixture } from "../../dev/support/fixture";
import { runs } from "../../dev/support/property";

/** Pairs of random catalogues that are tried. */
const CATALOGUES = 300;

describe("the real kustomize", () => {
  let kustomize: string;
  before(async () => {
    kustomize = (await ensureToolchain({ only: ["kustomize"] })).bin.kustomize;
  });

  const build = (directory: string) =>
    parseAllDocuments(execFileSync(kustomize, ["build", directory], { encoding: "utf8", timeout: 60_000 })).map(
      (document) => document.toJS() as KubernetesObject,
    );

  const byKey = (objects: readonly KubernetesObject[]) =>
    Object.fromEntries(objects.map((object) => [objectKey(object), object] as const).sort());

  function expected(desired: Environment): Record<string, KubernetesObject> {
    const objects = environmentFiles(desired).flatMap((file) => file.objects);
    return byKey(
      objects.map((object) => ({ ...object, metadata: { ...object.metadata, namespace: desired.namespace } })),
    );
  }

  describe("of a rendered tree", () => {
    let directory: string;
    before(() => {
      directory = mkdtempSync(join(tmpdir(), "kustomize-"));
      const tree = renderTree(describeFixture());
      writeTree(tree, directory, compareTree(tree, directory));
    });
    after(() => rmSync(directory, { recursive: true }));

    for (const desired of describeFixture().environments) {
      it(`makes of the overlay of ${desired.name}, object for object, what the builders make`, () => {
        const overlay = join(directory, "k8s/overlays", desired.name);
        assert.deepEqual(byKey(build(overlay)), expected(desired));
      });

      it(`makes the component Applications of ${desired.name}`, () => {
        const applications = join(directory, "app-of-apps", desired.name);
        assert.deepEqual(byKey(build(applications)), byKey(childApplications(desired)));
      });
    }
  });

  it("finds images where the stack does, in manifests that a person wrote too", () => {
    const directory = mkdtempSync(join(tmpdir(), "kustomize-"));
    try {
      const container = (image: string) => ({ name: "c", image });
      const mine = (registry: string) => ({
        apiVersion: "batch/v1",
        kind: "CronJob",
        metadata: { name: "mine" },
        spec: { jobTemplate: { spec: { template: { spec: { containers: [container(`${registry}/mine:1`)] } } } } },
      });
      mkdirSync(join(directory, "k8s/base"), { recursive: true });
      writeFileSync(join(directory, "k8s/base/mine.yaml"), JSON.stringify(mine("quay.io")));
      const catalogue = { mcpServers: { tools: { image: "ghcr.io/acme/tools:1" } } };
      const images = { "quay.io": "q.test/quay", "ghcr.io": "g.test", "cr.agentgateway.dev": "a.test" };
      const desired = environment({ ...catalogue, images }, "prod");
      const tree = renderTree(
        { base: environment(catalogue, "base"), environments: [desired] },
        handWrittenTexts(directory),
      );
      writeTree(tree, directory, compareTree(tree, directory));
      const built = byKey(build(join(directory, "k8s/overlays/prod")));
      const { "batch/v1/CronJob/mine": cronJob, ...rendered } = built;
      assert.deepEqual(rendered, expected(desired));
      assert.deepEqual(cronJob?.spec, mine("q.test/quay").spec);
      assert.deepEqual(byKey(build(join(directory, "app-of-apps/prod"))), byKey(childApplications(desired)));
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("makes of any overlay over any base what the builders make", function () {
    this.timeout(600_000);
    const directory = mkdtempSync(join(tmpdir(), "kustomize-"));
    try {
      fc.assert(
        fc.property(anyCatalogue, anyCatalogue, (base, differs) => {
          const desired = environment(differs, "differs");
          const tree = renderTree({ base: environment(base, "base"), environments: [desired] });
          writeTree(tree, directory, compareTree(tree, directory));
          assert.deepEqual(byKey(build(join(directory, "k8s/overlays/differs"))), expected(desired));
        }),
        runs(CATALOGUES),
      );
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
