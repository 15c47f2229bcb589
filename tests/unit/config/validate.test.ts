import assert from "node:assert/strict";
import { inspect } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { missingCredentials } from "../../../config/checks";
import { UserError } from "../../../core/errors";
import { mergeLayers, type PlainObject } from "../../../core/merge";
import { alternatives, environmentJsonSchema, type JsonSchema } from "../../../cli/docs/schema";
import { isSecretField } from "../../../config/schema";
import { SecretValue } from "../../../core/secret";
import { validateEnvironment } from "../../../config/validate";
import { environment } from "../../../dev/support/environment";

const CANARY = "canary-3141592653";

function errorsOf(over: PlainObject, catalogue: PlainObject = {}): string[] {
  const base = { namespace: "n", repository: { url: "https://git.example.com/x.git" } };
  try {
    validateEnvironment("test", [mergeLayers(base, catalogue), over]);
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.errors.map(({ path, problem, remedy }) => [path, problem, remedy].filter(Boolean).join(" | "));
  }
  return [];
}

/** The fields of a schema, each once, with `*` for a name; whether each is a secret, as the JSON Schema says. */
function fieldsOf(schema: JsonSchema, path: readonly string[] = []): { path: readonly string[]; secret: boolean }[] {
  const { properties = {}, additionalProperties } = schema;
  const found = [
    { path, secret: schema.secret !== undefined },
    ...(alternatives(schema) ?? []).flatMap((each) => fieldsOf(each, path)),
    ...Object.entries(properties).flatMap(([key, each]) => fieldsOf(each, [...path, key])),
    ...(typeof additionalProperties === "object" ? fieldsOf(additionalProperties, [...path, "*"]) : []),
  ];
  const byPath = Map.groupBy(found, (field) => field.path.join("."));
  return [...byPath.values()].map(([first, ...others]) => ({
    path: first?.path ?? [],
    secret: [first, ...others].some((field) => field?.secret),
  }));
}

describe("the configuration", () => {
  const openai = { llmProviders: { openai: { provider: "openai" } } };
  const wrong: [string, PlainObject, string[]][] = [
    ["an unknown key", { gateway: { replica: 3 } }, ['gateway.replica | is unknown | Did you mean "replicas"?']],
    ["a wrong type", { gateway: { replicas: "3" } }, ['gateway.replicas | "3" must be a number']],
    [
      "a reserved port",
      { gateway: { listeners: { http: { port: 15021 } } } },
      ["gateway.listeners.http.port | 15021 is reserved by the proxy (15000, 15020, 15021)"],
    ],
    [
      "a path without slash",
      { llmProviders: { openai: { path: "openai" } } },
      ['llmProviders.openai.path | "openai" must start with / and have no / at its end, such as /openai'],
    ],
    [
      "an override of nothing",
      { llmProviders: { opnai: { model: "m" } } },
      ['llmProviders.opnai | overrides an entry that platform.ts does not have | Did you mean "openai"?'],
    ],
    [
      "an unknown provider",
      { llmProviders: { openai: { provider: "opnai" } } },
      ['llmProviders.openai.provider | "opnai" is no provider | Did you mean "openai"?'],
    ],
    [
      "a key in plain text",
      { llmProviders: { openai: { apiKey: CANARY } } },
      [
        "llmProviders.openai.apiKey | is in plain text, where everybody can read it | Set it with: pulumi config set --secret --path 'llmProviders.openai.apiKey'",
      ],
    ],
    [
      "an MCP server of no kind",
      { mcpServers: { tools: { path: "/x" } } },
      [
        "mcpServers.tools | overrides an entry that platform.ts does not have | There are: none. A new entry has image, or service, or host, or selector.",
      ],
    ],
    [
      "an MCP server of two kinds",
      { mcpServers: { tools: { image: "i", host: "mcp.example.com" } } },
      ["mcpServers.tools | must have exactly one of image, service, host, selector, and has image and host"],
    ],
    [
      "a kind that is named, where a key tells it",
      { agents: { planner: { image: "i", kind: "image" } } },
      ["agents.planner.kind | is unknown | Check the spelling, or remove it."],
    ],
    [
      "policies of a connection to one's own Service",
      { mcpServers: { tools: { service: { name: "tools", port: 80 }, tls: true } } },
      ["mcpServers.tools.tls | is unknown | Check the spelling, or remove it."],
    ],
    [
      "a host that only the cluster's DNS would know",
      { mcpServers: { tools: { host: "tools" } } },
      [
        'mcpServers.tools.host | "tools" must be a full host name without scheme, port or path, such as api.example.com',
      ],
    ],
    [
      "a selector of everything",
      { mcpServers: { tools: { selector: { matchLabels: {} } } } },
      ["mcpServers.tools.selector.matchLabels | needs at least one label"],
    ],
    [
      "a secret variable in plain text",
      { agents: { planner: { image: "i", secrets: { TOKEN: CANARY } } } },
      [
        "agents.planner.secrets.TOKEN | is in plain text, where everybody can read it | Set it with: pulumi config set --secret --path 'agents.planner.secrets.TOKEN'",
      ],
    ],
    [
      "a variable that is secret and not",
      { mcpServers: { tools: { image: "i", env: { TOKEN: "x" }, secrets: { TOKEN: true } } } },
      [
        "mcpServers.tools.secrets.TOKEN | is in env too; keep one of them | Set it with: pulumi config set --secret --path 'mcpServers.tools.secrets.TOKEN'",
      ],
    ],
    [
      "root that may not be root",
      { agents: { planner: { image: "i", runAsNonRoot: true, runAsUser: 0 } } },
      ["agents.planner.runAsUser | 0 is root, which runAsNonRoot rules out"],
    ],
    [
      "a probe that asks nothing",
      { agents: { planner: { image: "i", probes: { readiness: { port: 1 } } } } },
      ["agents.planner.probes.readiness | must have exactly one of http, tcp"],
    ],
    [
      "rules for a path that no server has",
      { mcpServers: { tools: { image: "i" } }, mcpRoutes: { "/tools": { prefixMode: "Always" } } },
      [
        "mcpRoutes./tools | is about a path that no MCP server has | There are: /mcp. Correct it, or say enabled: false where its servers are left out.",
      ],
    ],
    [
      "more servers than a path takes",
      { mcpServers: Object.fromEntries(Array.from({ length: 33 }, (_, i) => [`s${i}`, { image: "i" }])) },
      ["mcpServers | has 33 servers with the path /mcp, and a path takes 32 | Give some of them another path."],
    ],
    [
      "a rule that says nothing",
      { mcpServers: { tools: { image: "i" } }, mcpRoutes: { "/mcp": { authorization: { matchExpressions: [] } } } },
      ["mcpRoutes./mcp.authorization.matchExpressions | needs at least one expression"],
    ],
    [
      "tokens for anyone, with keys from nowhere that are kept too short",
      {
        mcpServers: { tools: { image: "i" } },
        mcpRoutes: {
          "/mcp": { oauth: { issuer: "i", jwks: { host: "a.example.com", path: "x", cacheDuration: "4m" } } },
        },
      },
      [
        "mcpRoutes./mcp.oauth.audiences | is missing",
        'mcpRoutes./mcp.oauth.jwks.path | "x" must start with one /',
        'mcpRoutes./mcp.oauth.jwks.cacheDuration | "4m" must be at least 5m',
      ],
    ],
    [
      "a switch that is none",
      { llmProviders: { openai: { enabled: "no" } } },
      ['llmProviders.openai.enabled | "no" must be true or false'],
    ],
    [
      "a switch of a listener that is none",
      { gateway: { listeners: { http: { port: 80, enabled: "no" } } } },
      ['gateway.listeners.http.enabled | "no" must be true or false'],
    ],
    [
      "a gateway whose listeners are all switched off",
      { gateway: { listeners: { http: { port: 80, enabled: false } } } },
      ["gateway.listeners | needs at least one listener"],
    ],
    [
      "a remote cluster without a hub",
      { cluster: { name: "stage" } },
      [
        'cluster.name | is "stage", yet this stack\'s own Argo CD runs in it | Leave it out, or set argocd.mode to existing.',
      ],
    ],
    [
      "a hub without a cluster",
      { argocd: { mode: "existing", kubeconfigFrom: { stack: "acme/agentgateway-infra/dev" } } },
      [
        "cluster.name | is missing | Name the cluster, as the hub's Argo CD shall know it. Or, for the hub's own, on which another stack has installed the control plane: cluster.controlPlane: existing. Or leave argocd.kubeconfig and kubeconfigFrom out, where Argo CD runs in the environment's own cluster.",
      ],
    ],
    [
      "several errors at once",
      { namespace: "Wrong", gateway: { replicas: 0 } },
      [
        'namespace | "Wrong" must be lower-case letters, digits and dashes, start with a letter, at most 63 characters',
        "gateway.replicas | 0 must be at least 1",
      ],
    ],
  ];
  for (const [title, over, expected] of wrong) {
    it(`refuses ${title}`, () => assert.deepEqual(errorsOf(over, openai), expected));
  }

  it("refuses a server of no kind in the catalogue itself", () => {
    assert.deepEqual(errorsOf({}, { mcpServers: { tools: { path: "/x" } } }), [
      "mcpServers.tools | must have exactly one of image, service, host, selector",
    ]);
  });

  it("lets a stack add an entry of any kind", () => {
    const mcpServers = {
      own: { image: "i" },
      there: { service: { name: "tools", port: 80 } },
      remote: { host: "mcp.example.com" },
      labelled: { selector: { matchLabels: { mcp: "true" } } },
    };
    const agents = { planner: { service: { name: "planner", port: 80 } }, far: { host: "agents.example.com" } };
    assert.deepEqual(errorsOf({ mcpServers, agents }, openai), []);
  });

  it("lets a stack leave out the servers of a path with what is said of the path", () => {
    const catalogue = { mcpServers: { tools: { image: "i" } }, mcpRoutes: { "/mcp": { prefixMode: "Always" } } };
    const without = { mcpServers: { tools: { enabled: false } }, mcpRoutes: { "/mcp": { enabled: false } } };
    assert.deepEqual(errorsOf(without, catalogue), []);
  });

  it("asks each stack for the secrets that the catalogue only declares", () => {
    const catalogue = {
      mcpServers: { tools: { image: "i", secrets: { TOKEN: true, PIN: true } }, far: { host: "a.b", apiKey: true } },
    };
    const declared = validateEnvironment("prod", [
      { namespace: "n", repository: { url: "https://git.example.com/x.git" } },
      catalogue,
      { mcpServers: { tools: { secrets: { PIN: new SecretValue("1") } } } },
    ]);
    assert.deepEqual(
      missingCredentials(declared).map(({ path }) => path),
      ["mcpServers.far.apiKey", "mcpServers.tools.secrets.TOKEN"],
    );
  });

  it("lets a stack override, add and switch off", () => {
    const { llmProviders, gateway } = validateEnvironment("test", [
      {
        namespace: "n",
        repository: { url: "https://git.example.com/x.git" },
        gateway: { listeners: { http: { port: 80 }, admin: { port: 81, enabled: false } } },
        llmProviders: { a: { provider: "openai" }, b: { provider: "openai" } },
      },
      {
        gateway: { replicas: 3, listeners: { http: { enabled: false }, admin: { enabled: true } } },
        llmProviders: { a: { model: "m" }, b: { enabled: false }, c: { provider: "anthropic" } },
      },
    ]);
    assert.deepEqual(Object.keys(llmProviders), ["a", "c"]);
    assert.equal(llmProviders.a?.provider === "openai" && llmProviders.a.model, "m");
    assert.equal(gateway.replicas, 3);
    assert.deepEqual(gateway.listeners, { admin: { port: 81, protocol: "HTTP" } });
  });

  it("names each missing credential and the command that sets it", () => {
    const errors = missingCredentials(
      environment({ llmProviders: { b: { provider: "bedrock", accessKey: new SecretValue("x") } } }, "prod"),
    );
    assert.deepEqual(errors, [
      {
        path: "llmProviders.b.secretKey",
        problem: "is missing",
        remedy: "Set it with: pulumi config set --secret --path 'llmProviders.b.secretKey' --stack prod",
      },
    ]);
  });

  it("never shows a secret", () => {
    const { llmProviders } = environment({
      llmProviders: { a: { provider: "openai", apiKey: new SecretValue(CANARY) } },
    });
    const provider = llmProviders.a;
    assert.ok(provider?.provider === "openai");
    const shown = [
      JSON.stringify(llmProviders),
      inspect(llmProviders, { depth: 9, showHidden: true }),
      String(provider.apiKey),
    ];
    for (const text of shown) assert.ok(!text.includes(CANARY), text);
    assert.ok(
      !errorsOf({ llmProviders: { openai: { apiKey: CANARY } } }, openai)
        .join()
        .includes(CANARY),
    );
  });

  it("has a stack's name that names can end with, or something in its place", () => {
    assert.throws(() => environment({}, "Dev_1"), {
      message: `The configuration of environment "Dev_1" has an error:
  - application.suffix: is missing, and names of objects can't end with the stack's, "Dev_1"
      Set it, such as -stage; or give the stack a name of lower-case letters, digits and dashes.`,
    });
    assert.equal(environment({ application: { suffix: "-dev-1" } }, "Dev_1").name, "Dev_1");
    assert.equal(environment({ delivery: "direct" }, "Dev_1").name, "Dev_1");
  });

  it("are told in our words alone, also where Pulumi's SDK writes its own before them", async () => {
    const failed = pulumi.output(Promise.reject(new UserError("It is not deployed.")));
    await assert.rejects(pulumi.runtime.serializeProperties("a component", { outputs: failed }), {
      name: "UserError",
      message: "It is not deployed.",
    });
  });

  it("knows every field of the schema that is a secret, and no other", () => {
    const fields = fieldsOf(environmentJsonSchema());
    const paths = (secret: boolean) =>
      fields.filter((field) => isSecretField(field.path) === secret).map(({ path }) => path.join("."));
    assert.deepEqual(
      paths(true),
      fields.filter(({ secret }) => secret).map(({ path }) => path.join(".")),
    );
    // Of each form one: of a record's entries, of a kind that is known by a key, of a union's branches, of a list's kinds.
    for (const path of [
      "cluster.kubeconfig",
      "argocd.sso.dex.connectors.*.secrets.*",
      "argocd.webhook.azureDevOps.password",
      "llmProviders.*.accessKey",
      "llmProviders.*.moderationKey",
      "mcpServers.*.secrets.*",
      "policies.*.apiKeys.keys.*.key",
    ]) {
      assert.ok(paths(true).includes(path), path);
    }
    assert.ok(paths(false).includes("llmProviders.*.model"));
  });

  it("takes what is below a secret, or beside the schema, for none", () => {
    for (const path of [
      "llmProviders.x.apiKey.y",
      "llmProviders.constructor.toString",
      "toString",
      "nothing.apiKey",
      "",
    ]) {
      assert.ok(!isSecretField(path.split(".")), path);
    }
    assert.ok(!isSecretField([]));
    assert.ok(isSecretField(["llmProviders", "constructor", "apiKey"]));
  });
});
