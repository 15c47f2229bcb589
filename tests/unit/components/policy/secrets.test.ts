import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { errorsInObjects } from "../../../../checks";
import { GatewayPolicy } from "../../../../components";
import { policySecrets } from "../../../../components/policy/secrets";
import { traffic } from "../../../../components/policy/fields";
import { policySpec } from "../../../../components/policy/spec";
import { missingCredentials } from "../../../../config/checks";
import { SecretValue } from "../../../../core/secret";
import { environment } from "../../../../dev/support/environment";
import { entry, onCluster } from "../../../../dev/support/placement";
import { record } from "../../../../dev/support/recorder";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("the Secrets of a policy", () => {
  it("are made by its component: hashes of API keys with what is known of their holders, and users", async () => {
    const spec = policySpec.parse({
      on: "gateway",
      apiKeys: {
        keys: {
          bob: { key: new SecretValue("k2") },
          alice: { key: new SecretValue("k1"), metadata: { team: "sales" } },
        },
      },
      basicAuth: { htaccess: new SecretValue("u:$apr1$x") },
    });
    const registrations = await record(() => new GatewayPolicy("clients", entry("clients", spec), onCluster()));
    const secret = (resource: string, name: string, data: Record<string, string>) => ({
      type: "kubernetes:core/v1:Secret",
      name: resource,
      inputs: {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name, namespace: "ns" },
        type: "Opaque",
        data: { secret: data },
      },
      provider: "cluster",
    });
    assert.deepEqual(
      registrations.filter(({ type }) => !type.startsWith("pulumi:providers")),
      [
        { type: "agentgateway-infra:index:GatewayPolicy", name: "clients", inputs: {} },
        secret("clients-policy-api-keys", "clients-api-keys", {
          alice: base64(`{"keyHash":"sha256:${sha256("k1")}","metadata":{"team":"sales"}}`),
          bob: base64(`{"keyHash":"sha256:${sha256("k2")}"}`),
        }),
        secret("clients-policy-basic-auth", "clients-basic-auth", { ".htaccess": base64("u:$apr1$x") }),
      ],
    );
  });

  it("are none where a policy needs none", () => {
    assert.deepEqual(policySecrets("p", policySpec.parse({ on: "gateway", cors: {} })), []);
  });

  it("are someone else's where they exist, whatever keys are named beside", () => {
    const on = "gateway";
    const policies = {
      a: { on, apiKeys: { existingSecret: "their-keys", keys: { alice: {} } } },
      b: { on, basicAuth: { existingSecret: "their-users" } },
    };
    const { policies: specs, ...rest } = environment({ policies });
    assert.deepEqual(missingCredentials({ policies: specs, ...rest }), []);
    for (const [name, spec] of Object.entries(specs)) assert.deepEqual(policySecrets(name, spec), []);
    const [keys, users] = Object.entries(specs).map(([name, spec]) => traffic(name, spec) as Record<string, object>);
    assert.deepEqual(keys!.apiKeyAuthentication, {
      mode: "Strict",
      location: undefined,
      secretRef: { name: "their-keys" },
    });
    assert.deepEqual(users!.basicAuthentication, {
      mode: "Strict",
      location: undefined,
      realm: undefined,
      secretRef: { name: "their-users", key: ".htaccess" },
    });
    assert.deepEqual(errorsInObjects(environment({ policies })), []);
  });

  it("are missed by name", () => {
    const on = "gateway";
    const missing = missingCredentials(
      environment({ policies: { a: { on, apiKeys: { keys: { alice: {} } } }, b: { on, basicAuth: {} } } }),
    );
    assert.deepEqual(
      missing.map(({ path }) => path),
      ["policies.a.apiKeys.keys.alice.key", "policies.b.basicAuth.htaccess"],
    );
  });

  it("never hold an empty key, whose hash would let in everybody who sends nothing", () => {
    const keys = { alice: { key: new SecretValue("\n") } };
    const [secret] = policySecrets("p", policySpec.parse({ on: "gateway", apiKeys: { keys } }));
    assert.equal(secret?.entries[0]?.check?.("\n"), "is empty");
  });
});
