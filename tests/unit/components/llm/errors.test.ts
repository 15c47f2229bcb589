import assert from "node:assert/strict";
import { UserError } from "../../../../core/errors";
import type { PlainObject } from "../../../../core/merge";
import { validateEnvironment } from "../../../../config/validate";

function errorsOf(llmProviders: PlainObject, over: PlainObject = {}): string[] {
  const base = { namespace: "n", repository: { url: "https://git.example.com/x.git" } };
  try {
    validateEnvironment("test", [{ ...base, llmProviders }, { llmProviders: over }]);
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.errors.map(({ path, problem, remedy }) =>
      [path.replace("llmProviders.", ""), problem, remedy].filter(Boolean).join(" | "),
    );
  }
  return [];
}

const openai = { provider: "openai" };
const bedrock = { provider: "bedrock" };
const service = { name: "vllm", port: 80 };
const guarded = (guard: object) => ({ x: { ...openai, promptGuard: { request: [guard] } } });

describe("a mistake in an LLM provider", () => {
  const wrong: [string, PlainObject, string[]][] = [
    [
      "neither provider nor failover",
      { x: { model: "m" } },
      [
        "x.provider | is missing | Say which provider it is, or list its failover; or, if this is meant to override an entry of platform.ts, check its name.",
      ],
    ],
    [
      "no such provider",
      { x: { provider: "opnai" } },
      ['x.provider | "opnai" is no provider | Did you mean "openai"?'],
    ],
    [
      "a missing and an unknown field",
      { x: { provider: "vertexai", modell: "m" } },
      ["x.projectId | is missing", 'x.modell | is unknown | Did you mean "model"?'],
    ],
    [
      "a wrong type in a failover",
      { x: { failover: [{ use: "o" }], path: 5 }, o: openai },
      ["x.path | 5 must be a text"],
    ],
    [
      "a target that is none",
      { x: { failover: [{ us: "o" }] }, o: openai },
      ["x.failover[0].use | is missing", 'x.failover[0].us | is unknown | Did you mean "use"?'],
    ],
    [
      "a target in a list that is none",
      { x: { failover: [[{ use: "o", modell: "m" }]] }, o: openai },
      ['x.failover[0][0].modell | is unknown | Did you mean "model"?'],
    ],
    ["a target by its bare name", { x: { failover: ["o"] }, o: openai }, ['x.failover[0] | "o" must be a mapping']],
    [
      "a failover that is a provider of no known kind",
      { x: { failover: [{ use: "o" }], provider: "opnai" }, o: openai },
      ['x.provider | "opnai" must not stand beside failover'],
    ],
    [
      "a failover to nothing",
      { x: { failover: [{ use: "opnai" }, [{ use: "zzzzzz" }, { use: "x" }]] }, openai },
      [
        'x.failover[0].use | "opnai" is no provider of the catalogue | Did you mean "openai"?',
        'x.failover[1][0].use | "zzzzzz" is no provider of the catalogue | There are: openai.',
        'x.failover[1][1].use | "x" is itself a failover | There are: openai.',
      ],
    ],
    [
      "an eviction that is too short",
      { x: { failover: [{ use: "o" }], eviction: { duration: "900ms" } }, o: openai },
      ['x.eviction.duration | "900ms" must be at least 1s'],
    ],
    [
      "an eviction for a while",
      { x: { failover: [{ use: "o" }], eviction: { duration: "10" } }, o: openai },
      ['x.eviction.duration | "10" must be a time such as 500ms, 30s or 1h30m'],
    ],
    [
      "an authentication of another cloud",
      { x: { ...bedrock, auth: "servicePrincipal" } },
      ['x.auth | "servicePrincipal" is none of keys, ambient, assumeRole'],
    ],
    ["a role that is missing", { x: { ...bedrock, auth: "assumeRole" } }, ["x.roleArn | is missing"]],
    [
      "a key in plain text, which is not shown",
      { x: { ...openai, moderationKey: "canary" }, f: { failover: [{ use: "x" }], moderationKey: "canary" } },
      ["x", "f"].map(
        (name) =>
          `${name}.moderationKey | is in plain text, where everybody can read it | ` +
          `Set it with: pulumi config set --secret --path 'llmProviders.${name}.moderationKey'`,
      ),
    ],
    [
      "two names of a Secret",
      { x: { ...openai, secretName: "s", existingSecret: "t" } },
      ['x.existingSecret | "t" must not stand beside secretName, which is for a Secret that Pulumi makes'],
    ],
    [
      "a Foundry resource without project",
      { x: { provider: "azure", resourceName: "r", resourceType: "Foundry" } },
      ["x.projectName | is missing"],
    ],
    [
      "a host without path",
      { x: { ...openai, upstream: { host: "api.groq.com" } } },
      ["x.upstream | needs path or pathPrefix, such as pathPrefix: /v1"],
    ],
    [
      "a host with both kinds of path",
      { x: { ...openai, upstream: { host: "h", path: "/a", pathPrefix: "/b" } } },
      ["x.upstream | must not have both path and pathPrefix"],
    ],
    [
      "a URL for a host",
      { x: { ...openai, upstream: { host: "https://api.groq.com", path: "/a" } } },
      [
        'x.upstream.host | "https://api.groq.com" must be a host name without scheme, port or path, such as api.example.com',
      ],
    ],
    ["a model server that is nowhere", { x: { provider: "custom" } }, ["x | needs exactly one of service, upstream"]],
    [
      "a model server in two places",
      { x: { provider: "custom", service, upstream: { host: "h" } } },
      ["x | needs exactly one of service, upstream"],
    ],
    [
      "a format twice",
      { x: { provider: "custom", service, formats: ["Messages", "Messages"] } },
      ["x.formats | must name each once"],
    ],
    [
      "null for a field",
      { x: { ...openai, defaults: { stop: null } } },
      ["x.defaults.stop | null must be JSON without null"],
    ],
    [
      "null within a field",
      { x: { ...openai, overrides: { metadata: { a: [null] } } } },
      ["x.overrides.metadata | must be JSON without null"],
    ],
    [
      "a route that the gateway does not serve",
      { x: { ...openai, routes: { "v1/models": "Passthrough" } } },
      ["x.routes.v1/models | as a name must be * or start with /, such as /v1/messages"],
    ],
    [
      "caching where there is none",
      { x: { ...openai, promptCaching: {} } },
      ["x.promptCaching | is unknown | Check the spelling, or remove it."],
    ],
    [
      "an enrichment with nothing",
      { x: { ...openai, promptEnrichment: {} } },
      ["x.promptEnrichment | needs prepend or append"],
    ],
    [
      "a guard without pattern",
      guarded({ regex: { action: "Reject" } }),
      ["x.promptGuard.request[0].regex | needs builtins or patterns"],
    ],
    [
      "a guard of two kinds",
      guarded({ webhook: { service }, openAIModeration: {} }),
      ["x.promptGuard.request[0] | needs exactly one of regex, webhook, openAIModeration"],
    ],
  ];
  for (const [title, catalogue, expected] of wrong) {
    it(`is found: ${title}`, () => assert.deepEqual(errorsOf(catalogue), expected));
  }

  it("is not that a stack adds a failover of its own", () => {
    assert.deepEqual(errorsOf({ openai }, { support: { failover: [{ use: "openai" }] } }), []);
  });
});
