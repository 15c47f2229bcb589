import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { parse, parseAllDocuments } from "yaml";
import { rootApplication } from "../../../components/application/root";
import { environmentFiles } from "../../../components/environment";
import type { PlainObject } from "../../../core/merge";
import { assertCommitted, assertTreeIsCurrent } from "../../../gitops/check";
import { compareTree, handWrittenTexts, writeTree } from "../../../gitops/files";
import { allBut, everything, onlyOf, type Scope } from "../../../gitops/scope";
import { renderTree } from "../../../gitops/tree";
import { environment } from "../../../dev/support/environment";

const catalogue = {
  llmProviders: { a: { provider: "openai", model: "m" }, b: { provider: "anthropic" } },
  mcpServers: { tools: { image: "example.com/tools:1", env: { X: "1", Y: "2" } } },
  agents: { planner: { image: "example.com/planner:1" } },
};

describe("rendering", () => {
  it("says in an overlay only what differs", () => {
    const tree = renderTree({
      base: environment(catalogue, "base"),
      environments: [
        environment(catalogue, "same"),
        environment(
          {
            ...catalogue,
            llmProviders: { a: { provider: "openai", model: "other" }, c: { provider: "gemini" } },
          },
          "differs",
        ),
      ],
    });
    assert.deepEqual(parse(tree.get("k8s/overlays/same/kustomization.yaml")!), {
      apiVersion: "kustomize.config.k8s.io/v1beta1",
      kind: "Kustomization",
      namespace: "agentgateway-test",
      resources: ["../../base"],
    });
    const differs = parse(tree.get("k8s/overlays/differs/kustomization.yaml")!) as {
      resources: string[];
      patches: { target: object; patch: string }[];
    };
    assert.deepEqual(differs.resources, ["../../base", "additions.yaml"]);
    assert.deepEqual(
      differs.patches.map(({ target, patch }) => [target, parse(patch) as unknown]),
      [
        [
          { group: "agentgateway.dev", version: "v1alpha1", kind: "AgentgatewayBackend", name: "a" },
          [{ op: "replace", path: "/spec/ai/provider/openai/model", value: "other" }],
        ],
        [
          { group: "agentgateway.dev", version: "v1alpha1", kind: "AgentgatewayBackend", name: "b" },
          {
            $patch: "delete",
            apiVersion: "agentgateway.dev/v1alpha1",
            kind: "AgentgatewayBackend",
            metadata: { name: "b" },
          },
        ],
        [
          { group: "gateway.networking.k8s.io", version: "v1", kind: "HTTPRoute", name: "b" },
          { $patch: "delete", apiVersion: "gateway.networking.k8s.io/v1", kind: "HTTPRoute", metadata: { name: "b" } },
        ],
      ],
    );
    const additions = parseAllDocuments(tree.get("k8s/overlays/differs/additions.yaml")!).map(
      (document) => document.toJS() as { metadata: { name: string } },
    );
    assert.deepEqual(
      additions.map(({ metadata }) => metadata.name),
      ["c", "c"],
    );
  });

  it("gives the same bytes whatever the order in which the description was written", () => {
    const shuffled = (value: unknown, flip: boolean): unknown =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            (flip ? Object.entries(value).reverse() : Object.entries(value)).map(([key, item]) => [
              key,
              shuffled(item, !flip),
            ]),
          )
        : value;
    const render = (input: unknown) => {
      const one = environment(input as PlainObject);
      return renderTree({ base: one, environments: [one] });
    };
    const expected = render(catalogue);
    fc.assert(fc.property(fc.boolean(), (flip) => assert.deepEqual(render(shuffled(catalogue, flip)), expected)));
  });
});

describe("the tree on disk", () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "render-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const desired = () => ({ base: environment(catalogue, "base"), environments: [environment(catalogue, "dev")] });
  const write = () => {
    const tree = renderTree(desired(), handWrittenTexts(directory));
    writeTree(tree, directory, compareTree(tree, directory));
    return tree;
  };

  it("is current once written, and every kind of deviation is named", () => {
    write();
    assertTreeIsCurrent(desired(), directory);
    const base = join(directory, "k8s/base");
    const text = (path: string) => readFileSync(join(base, path), "utf8");
    writeFileSync(join(base, "llm-providers/a.yaml"), `${text("llm-providers/a.yaml")}# edited\n`);
    rmSync(join(base, "llm-providers/b.yaml"));
    writeFileSync(join(base, "llm-providers/gone.yaml"), text("mcp/tools.yaml"));
    writeFileSync(join(base, "mcp/mcp-routing.yaml"), text("mcp/tools.yaml"));
    writeFileSync(join(base, "mcp/tools.yaml"), "kind: Mine\n");
    writeFileSync(join(directory, "k8s/overlays/dev/patch.yaml"), "kind: Mine\n");
    writeFileSync(join(directory, "app-of-apps/mine.yaml"), "kind: Mine\n");
    writeFileSync(join(directory, "k8s/README.md"), "not a manifest\n");
    assert.throws(
      () => assertTreeIsCurrent(desired(), directory),
      (error: Error) => {
        assert.match(
          error.message,
          /^Git would not get what the configuration says. Run `npm run render` and commit what it writes:\n/,
        );
        assert.match(error.message, /llm-providers\/a\.yaml: was rendered and then edited by hand/);
        assert.match(error.message, /llm-providers\/b\.yaml: is missing/);
        assert.match(error.message, /llm-providers\/gone\.yaml: is made by nothing any more/);
        assert.match(error.message, /mcp\/mcp-routing\.yaml: is stale/);
        assert.match(error.message, /mcp\/tools\.yaml: was written by hand, but stands in the place/);
        assert.match(
          error.message,
          /patch\.yaml: was written by hand where nothing reads it\s+Say what differs in Pulumi\.dev/,
        );
        assert.match(
          error.message,
          /app-of-apps\/mine\.yaml: was written by hand where nothing reads it\s+Only manifests/,
        );
        assert.doesNotMatch(error.message, /README/);
        return true;
      },
    );
  });

  it("leaves no folder of an environment that is gone, but those in which a person has a file", () => {
    const gone = { base: environment(catalogue, "base"), environments: [environment(catalogue, "gone")] };
    const there = renderTree(gone);
    writeTree(there, directory, compareTree(there, directory));
    writeFileSync(join(directory, "k8s/overlays/gone/README.md"), "mine\n");
    write();
    assert.ok(!existsSync(join(directory, "app-of-apps/gone")));
    assert.deepEqual(readdirSync(join(directory, "k8s/overlays/gone")), ["README.md"]);
  });

  describe("of several stacks", () => {
    const several = (...names: string[]) => ({
      base: environment(catalogue, "base"),
      environments: names.map((name) => environment({ ...catalogue, application: { suffix: `-of-${name}` } }, name)),
    });
    const compare = (names: string[], scope: Scope) => compareTree(renderTree(several(...names)), directory, scope);
    beforeEach(() => {
      const tree = renderTree(several("dev", "qa"));
      writeTree(tree, directory, compareTree(tree, directory));
    });

    it("keeps what was rendered of one with errors, and its repositories", () => {
      writeFileSync(
        join(directory, "repo.yml"),
        readFileSync(join(directory, "repo.yml"), "utf8").replace("git.", "g."),
      );
      const { obsolete } = compare(["dev"], everything);
      assert.ok(obsolete.includes("app-of-apps/root-application-of-qa.yaml"), String(obsolete));
      assert.ok(obsolete.some((path) => path.startsWith("k8s/overlays/qa/")));
      assert.ok(obsolete.some((path) => path.startsWith("app-of-apps/qa/")));
      assert.deepEqual(Object.values(compare(["dev"], allBut(["qa"]))).flat(), []);
      rmSync(join(directory, "repo.yml"));
      assert.deepEqual(compare(["dev"], allBut(["qa"])).missing, ["repo.yml"]);
    });

    it("sees in a stack's scope its own files and the base, and nothing of others", () => {
      for (const path of [
        "k8s/overlays/qa/kustomization.yaml",
        "app-of-apps/root-application-of-qa.yaml",
        "repo.yml",
      ]) {
        rmSync(join(directory, path));
      }
      writeFileSync(join(directory, "app-of-apps/qa/mine.yaml"), "kind: Mine\n");
      assert.deepEqual(Object.values(compare(["dev"], onlyOf("dev"))).flat(), []);
      const own = [
        "k8s/base/kustomization.yaml",
        "k8s/overlays/dev/kustomization.yaml",
        "app-of-apps/dev/kustomization.yaml",
        "app-of-apps/root-application-of-dev.yaml",
      ];
      for (const path of own) rmSync(join(directory, path));
      assert.deepEqual(compare(["dev"], onlyOf("dev")).missing.sort(), own.sort());
    });
  });

  it("loses nothing that a person wrote when it is written again", () => {
    write();
    const edited = join(directory, "k8s/base/llm-providers/a.yaml");
    const foreign = join(directory, "k8s/base/mcp/tools.yaml");
    writeFileSync(edited, readFileSync(edited, "utf8").replace("model: m", "model: mine"));
    writeFileSync(foreign, "kind: Mine\n");
    write();
    assert.match(readFileSync(edited, "utf8"), /model: mine/);
    assert.equal(readFileSync(foreign, "utf8"), "kind: Mine\n");
  });

  it("keeps what a person wrote under k8s/base, and indexes it", () => {
    mkdirSync(join(directory, "k8s/base/llm-providers"), { recursive: true });
    writeFileSync(join(directory, "k8s/base/llm-providers/mine.yaml"), "kind: ConfigMap\n");
    const tree = write();
    const { resources } = parse(tree.get("k8s/base/kustomization.yaml")!) as { resources: string[] };
    assert.ok(resources.includes("llm-providers/mine.yaml"), String(resources));
    assert.equal(readFileSync(join(directory, "k8s/base/llm-providers/mine.yaml"), "utf8"), "kind: ConfigMap\n");
    assertTreeIsCurrent(desired(), directory);
  });

  it("what a run that was killed has begun to write is in nobody's way, and goes", () => {
    write();
    const base = join(directory, "k8s/base");
    const half = readFileSync(join(base, "mcp/tools.yaml"), "utf8").slice(0, 200);
    // No process has a number that high; of this one's nobody knows that it is over.
    const [dead, alive] = [2 ** 22 + 1, process.pid].map((pid) => `mcp/tools.yaml.${pid}.tmp`) as [string, string];
    for (const path of [dead, alive]) writeFileSync(join(base, path), half);
    assertTreeIsCurrent(desired(), directory);
    write();
    assert.deepEqual(
      readdirSync(join(base, "mcp")).filter((name) => name.endsWith(".tmp")),
      [alive.slice("mcp/".length)],
    );
  });

  it("writes only what changed", () => {
    const tree = write();
    assert.deepEqual(Object.values(compareTree(tree, directory)).flat(), []);
  });
});

describe("a stack whose configuration comes from elsewhere", () => {
  const inGit = environment(catalogue, "dev");

  it("may have other addresses: the root Application patches what Git says", () => {
    const here = environment({ ...catalogue, repository: { url: "http://127.0.0.1:3000/x.git" } }, "dev");
    assertCommitted(here, environmentFiles(here), inGit);
    const { source } = rootApplication(here, inGit).spec as {
      source: { repoURL: string; kustomize: { patches: { target: object; patch: string }[] } };
    };
    assert.equal(source.repoURL, "http://127.0.0.1:3000/x.git");
    assert.deepEqual(
      source.kustomize.patches.map(({ target, patch }) => [target, parse(patch) as unknown]),
      [
        [
          { group: "argoproj.io", kind: "Application", name: "agentgateway-configs-dev" },
          [{ op: "replace", path: "/spec/source/repoURL", value: "http://127.0.0.1:3000/x.git" }],
        ],
      ],
    );
  });

  it("may be at a commit: the root Application is, and patches what reads the repository", () => {
    const revision = "89e6c98d92887913cadf06b2adb97f26cde4849b";
    const { source } = rootApplication({ ...inGit, revision }, inGit).spec as {
      source: { targetRevision: string; kustomize: { patches: { target: { name: string }; patch: string }[] } };
    };
    assert.equal(source.targetRevision, revision);
    assert.deepEqual(
      source.kustomize.patches.map(({ target, patch }) => [target.name, parse(patch) as unknown]),
      [["agentgateway-configs-dev", [{ op: "replace", path: "/spec/source/targetRevision", value: revision }]]],
    );
  });

  it("has a plain root Application where it says the same", () => {
    assert.ok(!("kustomize" in (rootApplication(inGit).spec as { source: object }).source));
  });

  it("is refused where another stack would install the control plane: no patch brings Applications", () => {
    const here = environment({ ...catalogue, cluster: { controlPlane: "existing" } }, "dev");
    assert.throws(
      () => assertCommitted(here, environmentFiles(here), inGit),
      /cluster\.controlPlane: is existing here and install in Git/,
    );
    const { source } = rootApplication(here, inGit).spec as { source: object };
    assert.ok(!("kustomize" in source), "the one that both have is the same");
  });

  it("is refused where somebody else would bring Gateway API, unless the control plane is another stack's anyway", () => {
    const here = environment({ ...catalogue, cluster: { gatewayApi: "existing" } }, "dev");
    assert.throws(
      () => assertCommitted(here, environmentFiles(here), inGit),
      /cluster\.gatewayApi: is existing here and install in Git/,
    );
    const beside = (more: PlainObject) =>
      environment({ ...catalogue, cluster: { controlPlane: "existing", ...more } }, "dev");
    assertCommitted(beside({ gatewayApi: "existing" }), environmentFiles(here), beside({}));
  });

  it("is refused where it means other objects", () => {
    const here = environment({ ...catalogue, gateway: { replicas: 7 } }, "dev");
    assert.throws(
      () => assertCommitted(here, environmentFiles(here), inGit),
      /Argo CD deploys what Git says. Put the values that differ into Pulumi.dev.yaml, run `npm run render` and commit:[^]*AgentgatewayParameters\/default-parameters: is not in Git as the stack's configuration says/,
    );
  });
});
