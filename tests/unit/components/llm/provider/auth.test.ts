import assert from "node:assert/strict";
import { renderedItems, inventory } from "../../../../../checks/inventory";
import { secretReferences } from "../../../../../checks/secrets";
import type { SecretSpec } from "../../../../../components/credentials";
import { authPolicy } from "../../../../../components/llm/provider/auth/build";
import { secretsOf, llmSecrets } from "../../../../../components/llm/build";
import { providerSpec } from "../../../../../components/llm/provider/spec";
import { missingCredentials } from "../../../../../config/checks";
import { environment } from "../../../../../dev/support/environment";

const secretRef = { name: "x-secret" };
const inHeader = (name: string) => ({ header: { name } });
const roleArn = "arn:aws:iam::123456789012:role/gateway";
const bedrock = { provider: "bedrock" };
const vertexai = { provider: "vertexai", projectId: "p" };
const azure = { provider: "azure", resourceName: "r" };
const azureopenai = { provider: "azureopenai", endpoint: "r.openai.azure.com", deploymentName: "d", apiVersion: "v1" };
const custom = { provider: "custom", service: { name: "vllm", port: 80 } };

/** The keys that the checks know to be read of a provider's Secret: those that they miss where it has none of them. */
function keysRead(provider: object): string[] {
  const desired = environment({ llmProviders: { x: provider } });
  const stock = inventory(desired, renderedItems(desired));
  const errors = secretReferences({ ...stock, secrets: new Map([["x-secret", []]]) });
  return [...new Set(errors.map(({ problem }) => /^reads the key "(.*)", which/.exec(problem)?.[1] ?? problem))].sort();
}

function keysRequired(secrets: readonly SecretSpec[]): string[] {
  return secrets.flatMap(({ entries }) => entries.flatMap(({ key, required }) => (required ? [key] : []))).sort();
}

describe("the authentication of an LLM provider", () => {
  const forms: [string, object, object | undefined, string[]][] = [
    ["an API key", { provider: "openai" }, { secretRef }, ["apiKey"]],
    ["none", { provider: "openai", auth: "none" }, undefined, []],
    ["none, for a model server", custom, undefined, []],
    ["the client's own", { provider: "openai", auth: "passthrough" }, { passthrough: {} }, []],
    ["an API key, for a model server", { ...custom, auth: "apiKey" }, { secretRef }, ["apiKey"]],
    ["AWS keys", bedrock, { aws: { secretRef } }, ["accessKey", "secretKey"]],
    ["the AWS identity of the proxy", { ...bedrock, auth: "ambient" }, { aws: {} }, []],
    ["a role", { ...bedrock, auth: "assumeRole", roleArn }, { aws: { assumeRole: { roleArn } } }, []],
    [
      "a role with named sessions",
      { ...bedrock, auth: "assumeRole", roleArn, sessionName: "gateway" },
      { aws: { assumeRole: { roleArn, sessionName: "gateway" } } },
      [],
    ],
    ["a key for Vertex AI", vertexai, { secretRef, location: inHeader("x-goog-api-key") }, ["apiKey"]],
    ["the Google identity of the proxy", { ...vertexai, auth: "ambient" }, { gcp: { type: "AccessToken" } }, []],
    [
      "Google credentials",
      { ...vertexai, auth: "credentials" },
      { gcp: { type: "AccessToken", secretRef } },
      ["credentialsJson"],
    ],
    ...[azure, azureopenai].flatMap((spec): [string, object, object, string[]][] => [
      [`a key for ${spec.provider}`, spec, { secretRef, location: inHeader("api-key") }, ["apiKey"]],
      [`the Azure identity of the proxy for ${spec.provider}`, { ...spec, auth: "ambient" }, { azure: {} }, []],
      [
        `a service principal for ${spec.provider}`,
        { ...spec, auth: "servicePrincipal" },
        { azure: { secretRef } },
        ["clientID", "tenantID", "clientSecret"],
      ],
    ]),
  ];
  for (const [title, input, policy, required] of forms) {
    it(`is ${title}`, () => {
      const { llmProviders } = environment({ llmProviders: { x: input } });
      const spec = providerSpec.parse(input);
      assert.deepEqual(authPolicy("x", spec), policy);
      assert.deepEqual(
        missingCredentials(environment({ llmProviders: { x: input } })).map(({ path }) => path),
        required.map((field) => `llmProviders.x.${field}`),
      );
      assert.deepEqual(keysRead(input), keysRequired(llmSecrets(llmProviders)));
      // No Secret is made that would be empty.
      assert.equal(llmSecrets(llmProviders).length, required.length > 0 ? 1 : 0);
    });
  }

  it("can be switched by a stack with `auth` alone", () => {
    const switched: [object, string, object][] = [
      [{ ...bedrock, auth: "assumeRole", roleArn, sessionName: "gateway" }, "keys", { aws: { secretRef } }],
      [{ ...vertexai, existingSecret: "theirs" }, "ambient", { gcp: { type: "AccessToken" } }],
      [{ ...azure, existingSecret: "theirs" }, "passthrough", { passthrough: {} }],
    ];
    for (const [input, auth, policy] of switched) {
      assert.deepEqual(authPolicy("x", providerSpec.parse({ ...input, auth })), policy);
    }
  });

  it("can refer to a Secret that someone else makes: then Pulumi makes none and needs nothing", () => {
    for (const [input, policy] of [
      [{ provider: "openai" }, { secretRef: { name: "theirs" } }],
      [azure, { secretRef: { name: "theirs" }, location: inHeader("api-key") }],
      [bedrock, { aws: { secretRef: { name: "theirs" } } }],
      [{ ...vertexai, auth: "credentials" }, { gcp: { type: "AccessToken", secretRef: { name: "theirs" } } }],
      [{ ...azure, auth: "servicePrincipal" }, { azure: { secretRef: { name: "theirs" } } }],
    ]) {
      const spec = providerSpec.parse({ ...input, existingSecret: "theirs" });
      assert.deepEqual(authPolicy("x", spec), policy);
      assert.equal(secretsOf("x", spec).credentials, undefined);
      assert.deepEqual(
        missingCredentials(environment({ llmProviders: { x: { ...input, existingSecret: "theirs" } } })),
        [],
      );
    }
  });
});
