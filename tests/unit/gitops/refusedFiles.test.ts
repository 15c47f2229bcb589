import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readManifests } from "../../../checks/manifest";
import { handWrittenTexts } from "../../../gitops/files";
import { leadsOut, linksOut } from "../../../gitops/refusedFiles";

const MANIFEST = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n";
const OUT = "is a symbolic link that leads out of the repository: Argo CD deploys nothing of a repository that has one";

describe("files of a checkout that nothing can be deployed from", () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "refused-"))));
  afterEach(() => rmSync(directory, { recursive: true }));

  const place = (path: string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    return join(directory, path);
  };
  const write = (path: string, text = MANIFEST) => writeFileSync(place(path), text);
  const link = (path: string, target: string) => symlinkSync(target, place(path));
  const found = () =>
    readManifests(handWrittenTexts(directory)).errors.map(({ path, problem }) => `${path} ${problem}`);

  it("are links, wherever they lead", () => {
    write("shared/a.yaml");
    link("k8s/base/inside.yaml", "../../shared/a.yaml");
    link("k8s/base/team", "../../shared");
    link("k8s/base/outside.yaml", "../../../elsewhere.yaml");
    assert.deepEqual(found().sort(), [
      "k8s/base/inside.yaml is a symbolic link, and Kustomize reads no file from elsewhere",
      `k8s/base/outside.yaml ${OUT}`,
      "k8s/base/team is a symbolic link, and Kustomize reads no file from elsewhere",
    ]);
  });

  it("are those of other repositories", () => {
    write("k8s/base/team/.git", "gitdir: ../../../.git/modules/team\n");
    assert.deepEqual(found(), [
      "k8s/base/team is a repository of its own: what it has is in no commit of this one, so nothing says what would be deployed",
    ]);
  });

  for (const name of ["kustomization.yaml", "kustomization.yml", "Kustomization"]) {
    it(`are kustomizations: ${name}`, () => {
      write(`k8s/base/team/${name}`, "resources: [a.yaml]\nconfigMapGenerator: [{ name: a, literals: [a=b] }]\n");
      assert.deepEqual(found(), [`k8s/base/team/${name} is a kustomization, and the only one of k8s/base is rendered`]);
    });
  }

  it("are links anywhere in the repository that lead out of it, of those that git has", async () => {
    const git = (...args: string[]) => execFileSync("git", ["-C", directory, ...args], { stdio: "ignore" });
    git("init");
    link("docs/there", "/etc/hostname");
    link("docs/here", "../README.md");
    link("docs/untracked", "/etc/hostname");
    link("k8s/base/out.yaml", "/etc/hostname");
    git("add", "docs/there", "docs/here", "k8s");
    assert.deepEqual(
      (await linksOut(directory)).map(({ path, problem }) => `${path} ${problem}`),
      [`docs/there ${OUT}`],
    );
  });

  it("are none where git says nothing", async () => assert.deepEqual(await linksOut(directory), []));

  for (const [path, target, out] of [
    ["a/b", "../c", false],
    ["a/b", "../../c", true],
    ["a/b", "../../repository/c", true],
    ["a", "/etc", true],
    ["a", "..b", false],
  ] as const) {
    it(`${path} -> ${target} leads ${out ? "out" : "to a place inside"}`, () =>
      assert.equal(leadsOut(path, target), out));
  }
});
