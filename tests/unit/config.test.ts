import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import { missingCredentials } from "../../config/checks";
import { UserError } from "../../config/errors";
import { mergeLayers, type PlainObject } from "../../config/merge";
import { environmentSchema, SECRET_FIELDS } from "../../config/schema";
import { SecretValue } from "../../config/secret";
import { validateEnvironment } from "../../config/validate";
import { environment } from "../support/environment";

const CANARY = "canary-3141592653";

function faultsOf(over: PlainObject, catalogue: PlainObject = {}): string[] {
  const base = { namespace: "n", repository: { url: "https://git.example.com/x.git" } };
  try {
    validateEnvironment("test", [mergeLayers(base, catalogue), over]);
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.faults.map(({ path, problem, remedy }) => [path, problem, remedy].filter(Boolean).join(" | "));
  }
  return [];
}

describe("the configuration", () => {
  const openai = { llmProviders: { openai: { provider: "openai" } } };
  const wrong: [string, PlainObject, string[]][] = [
    [
      "an unknown key",
      { gateway: { replica: 3 } },
      ["gateway.replica | is unknown | Check the spelling, or remove it."],
    ],
    [
      "a wrong type",
      { gateway: { replicas: "3" } },
      ['gateway.replicas | "3": Invalid input: expected number, received string'],
    ],
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
      ['llmProviders.openai.provider | "opnai" is none of the providers there are'],
    ],
    [
      "a key in plain text",
      { llmProviders: { openai: { apiKey: CANARY } } },
      ["llmProviders.openai.apiKey | is in plain text; encrypt it with `pulumi config set --secret --path`"],
    ],
    [
      "one path for two",
      { agents: { a: { image: "i", path: "/openai" } } },
      [
        "agents.a.path | has the same path /openai as llmProviders.openai.path | Two routes with one path: only one would be served. Change one.",
        "agents.a | makes the same object (HTTPRoute openai) as llmProviders.openai | Rename one.",
      ],
    ],
    [
      "a workload named like the gateway",
      { agents: { "agentgateway-proxy": { image: "i", path: "/a" } } },
      [
        "agents.agentgateway-proxy | makes the same object (Deployment agentgateway-proxy) as gateway.name | Rename one.",
      ],
    ],
    [
      "a switch that is none",
      { llmProviders: { openai: { enabled: "no" } } },
      ['llmProviders.openai.enabled | "no" must be true or false'],
    ],
    [
      "a remote cluster without a hub",
      { cluster: { name: "stage" } },
      [
        'cluster.name | is "stage", yet this stack\'s own Argo CD runs in it | Leave it out, or set argocd.mode to hub.',
      ],
    ],
    [
      "a hub without a cluster",
      { argocd: { mode: "hub" } },
      ["cluster.name | is missing | Name the cluster, as the hub's Argo CD shall know it."],
    ],
    [
      "several faults at once",
      { namespace: "Wrong", gateway: { replicas: 0 } },
      [
        'namespace | "Wrong" must be lower-case letters, digits and dashes, start with a letter, at most 63 characters',
        "gateway.replicas | 0: Too small: expected number to be >=1",
      ],
    ],
  ];
  for (const [title, over, expected] of wrong) {
    it(`refuses ${title}`, () => assert.deepEqual(faultsOf(over, openai), expected));
  }

  it("lets a stack override, add and switch off", () => {
    const { llmProviders, gateway } = validateEnvironment("test", [
      {
        namespace: "n",
        repository: { url: "https://git.example.com/x.git" },
        llmProviders: { a: { provider: "openai" }, b: { provider: "openai" } },
      },
      {
        gateway: { replicas: 3 },
        llmProviders: { a: { model: "m" }, b: { enabled: false }, c: { provider: "anthropic" } },
      },
    ]);
    assert.deepEqual(Object.keys(llmProviders), ["a", "c"]);
    assert.equal(llmProviders.a?.provider === "openai" && llmProviders.a.model, "m");
    assert.equal(gateway.replicas, 3);
  });

  it("names each missing credential and the command that sets it", () => {
    const faults = missingCredentials(
      environment({ llmProviders: { b: { provider: "bedrock", accessKey: new SecretValue("x") } } }, "prod"),
    );
    assert.deepEqual(faults, [
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
      !faultsOf({ llmProviders: { openai: { apiKey: CANARY } } }, openai)
        .join()
        .includes(CANARY),
    );
  });

  it("knows every field of the schema that is a secret", () => {
    // Each field takes a wrapped secret and refuses the same as plain text: so it is one, and no field is left out.
    const entries = ["apiKey", "accessKey", "secretKey", "sessionToken"];
    for (const field of entries) assert.ok((SECRET_FIELDS as readonly string[]).includes(`llmProviders.*.${field}`));
    const marked = JSON.stringify(environmentSchema.toJSONSchema({ unrepresentable: "any", io: "input" })).match(
      /"secret":true/g,
    )?.length;
    // apiKey stands in five kinds of provider, the three AWS keys in one; a listener has a certificate and its key, a policy
    // an API key and users; three more stand at the top.
    assert.equal(marked, 5 + 3 + 2 + 2 + 3);
  });
});

describe("merging", () => {
  const plain = fc.letrec((tie) => ({
    object: fc.dictionary(
      fc.string(),
      fc.oneof({ depthSize: "small" }, fc.string(), fc.integer(), fc.boolean(), fc.array(fc.integer()), tie("object")),
    ),
  })).object as fc.Arbitrary<PlainObject>;

  it("leaves a layer as it is when nothing is laid over it, and shares nothing with it", () => {
    fc.assert(
      fc.property(plain, (layer) => {
        const merged = mergeLayers(layer, {});
        assert.deepEqual({ ...merged }, { ...layer });
        assert.notEqual(merged, layer);
      }),
    );
  });

  it("is associative", () => {
    fc.assert(
      fc.property(plain, plain, plain, (a, b, c) => {
        assert.deepEqual(mergeLayers(a, b, c), mergeLayers(a, mergeLayers(b, c)));
      }),
    );
  });

  it("takes hostile keys for keys", () => {
    const hostile = JSON.parse('{"__proto__": {"polluted": true}}') as PlainObject;
    mergeLayers({}, hostile);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });
});
