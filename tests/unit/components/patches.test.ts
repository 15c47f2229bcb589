import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { errorsInObjects } from "../../../checks";
import { environmentFiles } from "../../../components/environment";
import { UserError } from "../../../core/errors";
import { mergeLayers, type PlainObject } from "../../../core/merge";
import { environmentInCheckout } from "../../../config/checkout";
import { SecretValue } from "../../../core/secret";
import { renderTree } from "../../../gitops/tree";
import { backend, errorsOf, FILE } from "../../../dev/support/checks";
import { WITH_BEARER } from "../../../dev/support/clientCredentials";
import { codeBlocks, documentedEntries } from "../../../dev/support/docs";
import { environment } from "../../../dev/support/environment";
import { platform } from "../../../dev/support/fixture";
import { OPENAI_ROUTES } from "../../../dev/support/llmRoutes";

const catalogue = {
  llmProviders: { openai: { provider: "openai", model: "m" } },
  mcpServers: { tools: { image: "example.com/tools:1", args: ["a", "b"] } },
};
const KEY = "AgentgatewayBackend/openai";
const withPatches = (patches: PlainObject) => mergeLayers(catalogue, { patches });

describe("patches", () => {
  const created = (patches: PlainObject, ...stack: PlainObject[]) => {
    const files = environmentFiles(environment(mergeLayers(withPatches(patches), ...stack)));
    const objects = files.flatMap((file) => file.objects);
    return (kind: string, name: string) => objects.find((o) => o.kind === kind && o.metadata.name === name);
  };

  it("are merged into the object that they name, and into no other", () => {
    const plain = created({});
    const patched = created({
      [KEY]: { metadata: { annotations: { a: "b" } }, spec: { policies: { http: { requestTimeout: "60s" } } } },
    });
    assert.deepEqual(patched("AgentgatewayBackend", "openai"), {
      apiVersion: "agentgateway.dev/v1alpha1",
      kind: "AgentgatewayBackend",
      metadata: { name: "openai", annotations: { a: "b" } },
      spec: {
        ai: { provider: { openai: { model: "m" } } },
        policies: {
          auth: { secretRef: { name: "openai-secret" } },
          transformation: WITH_BEARER,
          ai: { routes: OPENAI_ROUTES },
          http: { requestTimeout: "60s" },
        },
      },
    });
    assert.deepEqual(patched("HTTPRoute", "openai"), plain("HTTPRoute", "openai"));
  });

  it("remove by null, and replace lists whole", () => {
    const rules = [{ name: "only" }];
    const patched = created({
      [KEY]: { spec: { policies: null, ai: { provider: { openai: { model: null } } } } },
      "HTTPRoute/openai": { spec: { rules } },
    });
    assert.deepEqual(patched("AgentgatewayBackend", "openai")?.spec, { ai: { provider: { openai: {} } } });
    assert.deepEqual((patched("HTTPRoute", "openai")?.spec as PlainObject).rules, rules);
  });

  it("of a stack are merged over those of all, which null takes back", () => {
    const all = { [KEY]: { metadata: { annotations: { a: "1", b: "1" } } } };
    const annotations = (patches: PlainObject) =>
      created(all, { patches })("AgentgatewayBackend", "openai")?.metadata.annotations;
    assert.deepEqual(annotations({ [KEY]: { metadata: { annotations: { b: "2", a: null } } } }), { b: "2" });
    assert.equal(annotations({ [KEY]: null }), undefined);
  });

  it("of a stack are in its overlay alone", () => {
    const tree = renderTree({
      base: environment(catalogue, "base"),
      environments: [environment(catalogue, "dev"), environment(withPatches({ [KEY]: { spec: { x: 1 } } }), "prod")],
    });
    assert.ok(!("patches" in (parse(tree.get("k8s/overlays/dev/kustomization.yaml")!) as object)));
    const { patches } = parse(tree.get("k8s/overlays/prod/kustomization.yaml")!) as { patches: { patch: string }[] };
    assert.deepEqual(
      patches.map(({ patch }) => parse(patch) as unknown),
      [[{ op: "add", path: "/spec/x", value: 1 }]],
    );
  });

  const wrong: [string, PlainObject, string[]][] = [
    [
      "what makes an object itself",
      { [KEY]: { apiVersion: "v1", kind: "Secret", metadata: { name: "x", namespace: "y" }, status: {} } },
      ['apiVersion "v1"', 'kind "Secret"', "status", 'metadata.name "x"', 'metadata.namespace "y"'].map(
        (field) => `patches.${KEY}.${field} must stay as it is`,
      ),
    ],
    ["to be without metadata", { [KEY]: { metadata: null } }, [`patches.${KEY}.metadata null must stay as it is`]],
    [
      "a secret",
      { [KEY]: { spec: { list: [{ key: new SecretValue("canary") }] } } },
      [`patches.${KEY}.spec.list[0].key [secret] must not be here: objects are in Git, in plain text`],
    ],
    [
      "null in a list",
      { [KEY]: { spec: { list: [null] } } },
      [`patches.${KEY}.spec.list[0] null must not be null: a list is taken whole`],
    ],
    ["what is no JSON", { [KEY]: { spec: new Date(0) } }, [`patches.${KEY}.spec an object must be JSON`]],
    [
      "a key of no object",
      { openai: {} },
      ["patches.openai as a name must be <kind>/<name>, such as HTTPRoute/openai"],
    ],
  ];
  for (const [title, patches, expected] of wrong) {
    it(`refuse ${title}`, () => {
      assert.throws(
        () => environment(withPatches(patches)),
        (error: UserError) => {
          const errors = error.errors.map(({ path, problem }) => `${path} ${problem}`);
          assert.deepEqual(errors, expected);
          return true;
        },
      );
    });
  }

  it("refuse a secret of a stack file", () => {
    const directory = mkdtempSync(join(tmpdir(), "patches-"));
    try {
      const spec = `{ spec: { policies: { auth: { key: { secure: "v1:abc" } } } } }`;
      writeFileSync(
        join(directory, "Pulumi.dev.yaml"),
        `config:\n  agentgateway-infra:namespace: n\n  agentgateway-infra:patches: { ${KEY}: ${spec} }\n`,
      );
      const platform = { ...catalogue, repository: { url: "https://git.example.com/x.git" } };
      assert.throws(
        () => environmentInCheckout(platform as never, directory, "dev"),
        /patches\..*auth\.key: \[secret\] must not be here/,
      );
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("are what their page shows", () => {
    const shown = documentedEntries("docs/patches.md") as { patches: PlainObject };
    const stack = (parse(codeBlocks("docs/patches.md", "yaml")[0] ?? "") as { config: Record<string, PlainObject> })
      .config["agentgateway-infra:patches"];
    assert.deepEqual(errorsOf(mergeLayers(platform, shown)), []);
    const changed = environment(mergeLayers(platform, shown, { patches: stack }));
    assert.deepEqual(errorsInObjects(changed), []);
    assert.deepEqual(changed.patches["Deployment/mcp-website-fetcher"], null);
  });

  it("are checked like the rest, and say that they were there", () => {
    const errors = errorsOf(
      withPatches({
        [KEY]: { spec: { policies: { auth: { secretRef: { name: "nowhere" }, key: "canary" } } } },
        "HTTPRoute/openai": { spec: { rules: [{ backendRefs: [{ name: "gone", port: 80 }] }] } },
      }),
    );
    const backendPath = `llmProviders.openai with patches.${KEY}, AgentgatewayBackend openai, spec.policies.auth`;
    const rule = "llmProviders.openai with patches.HTTPRoute/openai, HTTPRoute openai, spec.rules[0]";
    assert.deepEqual(errors.map((error) => error.split(" | ").slice(0, 2).join(": ")).sort(), [
      `${backendPath}.key: is a secret in plain text, and Git must not hold one`,
      `${backendPath}.secretRef.name: "nowhere" is no Secret that the stack makes`,
      `${rule}.backendRefs[0].name: "gone" is no Service of the environment`,
    ]);
  });

  it("of an object that there is not are refused, by naming what was meant", () => {
    const patches = {
      "AgentgatewayBackend/opnai": {},
      "Deployment/tools": {},
      "AgentgatewayBackend/mine": {},
      "Job/x": null,
    };
    const [misspelt, file, ...rest] = errorsOf(withPatches(patches), backend({ static: { host: "a.com", port: 80 } }));
    assert.equal(
      misspelt,
      `patches.AgentgatewayBackend/opnai | is no object that the configuration makes | Did you mean "${KEY}"? Where a stack leaves it out, say null.`,
    );
    assert.equal(
      file,
      `patches.AgentgatewayBackend/mine | is no object that the configuration makes | It is written by hand: change it in ${FILE}.`,
    );
    assert.deepEqual(rest, []);
  });
});
