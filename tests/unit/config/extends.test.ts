import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentFiles } from "../../../components/environment";
import { missingSecrets } from "../../../config/checks";
import { environmentInCheckout, environmentNamed, loadCheckout } from "../../../config/checkout";
import { environmentSchema, isOwnField } from "../../../config/schema";
import { environmentOf } from "../../../config/stackConfiguration";
import { readStackFile } from "../../../config/stackfile";
import { formatPath } from "../../../core/validationErrors";
import { isPlainObject, type PlainObject } from "../../../core/merge";
import { keysAt } from "../../../core/schemaAt";
import { SecretValue } from "../../../core/secret";

const platform = {
  repository: { url: "https://git.example.com/platform.git" },
  llmProviders: { openai: { provider: "openai", model: "of the platform" } },
} as const;
const secure = { secure: "v1:abc" };
const hub = { mode: "existing", kubeconfigFrom: { stack: "acme/agentgateway-infra/dev" } };

describe("a stack that extends another", () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "extends-"))));
  afterEach(() => rmSync(directory, { recursive: true }));

  const stack = (name: string, config: object) =>
    writeFileSync(join(directory, `Pulumi.${name}.yaml`), JSON.stringify({ config }));
  const read = (name: string) => environmentInCheckout(platform, directory, name);
  const configured = (name: string, config: Record<string, unknown>) => {
    const texts = Object.entries(config).map(([key, value]) => [
      `agentgateway-infra:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    return environmentOf(platform, name, Object.fromEntries(texts) as Record<string, string>, directory);
  };

  it("has what differs laid over the other's, over several levels, as a stack over platform.ts", () => {
    const gateway = { replicas: 3, disruptionBudget: { minAvailable: 2 } };
    stack("prod", { namespace: "ai", argocd: hub, cluster: { name: "prod", labels: { tier: "1" } }, gateway });
    stack("eu", { extends: "prod", cluster: { name: "eu", labels: { region: "eu" } }, gateway: { replicas: 5 } });
    stack("eu-2", { extends: "eu", cluster: { name: "eu-2" }, drift: { managers: ["a"] }, existingSecrets: ["x"] });
    stack("eu-3", { extends: "eu-2", cluster: { name: "eu-3" }, existingSecrets: ["y"] });
    const last = read("eu-3");
    assert.equal(last.namespace, "ai");
    assert.deepEqual(last.gateway.disruptionBudget, { minAvailable: 2 });
    assert.equal(last.gateway.replicas, 5);
    assert.deepEqual(last.cluster.labels, { tier: "1", region: "eu" });
    assert.deepEqual([last.drift.managers, last.existingSecrets], [["a"], ["y"]]);
    assert.deepEqual(last.argocd.kubeconfigFrom?.stack, "acme/agentgateway-infra/dev");
    assert.deepEqual(loadCheckout(platform, directory).bases.get("eu-3"), ["eu-2", "eu", "prod"]);
  });

  it("is the same whether Pulumi hands its values over or they are read from its file", () => {
    const own = { extends: "prod", namespace: "qa", cluster: { name: "qa" }, llmProviders: { openai: { model: "m" } } };
    stack("prod", { namespace: "ai", argocd: hub, cluster: { name: "prod" }, gateway: { replicas: 3 } });
    stack("qa", own);
    assert.deepEqual(configured("qa", own), read("qa"));
  });

  it("does not take what tells a stack from others", () => {
    stack("prod", {
      namespace: "ai",
      adopt: ["Namespace/argocd"],
      application: { suffix: "-live", timeoutSeconds: 900 },
      argocd: { ...hub, url: "https://argocd.example.com" },
      automation: { deploy: "push" },
      cluster: {
        name: "prod",
        kubeconfig: secure,
        kubeconfigFrom: { stack: "acme/clusters/prod" },
        context: "prod",
        tokenRotation: 3,
      },
    });
    stack("qa", { extends: "prod", cluster: { name: "qa" } });
    const { adopt, application, argocd, automation, cluster } = read("qa");
    assert.deepEqual(
      [adopt, application, argocd.url, automation.deploy],
      [[], { follow: "branch", timeoutSeconds: 900, freeze: [] }, undefined, undefined],
    );
    const { kubeconfig, kubeconfigFrom, context, tokenRotation } = cluster;
    assert.deepEqual([kubeconfig, kubeconfigFrom, context, tokenRotation], [undefined, undefined, undefined, 1]);
  });

  it("takes everything else: what it does not take is marked in the schema", () => {
    const top = keysAt(environmentSchema, []);
    const below = top.flatMap((key) => keysAt(environmentSchema, [key]).map((field) => [key, field]));
    const own = [...top.map((key) => [key]), ...below].filter(isOwnField);
    assert.deepEqual(own.map(formatPath).sort(), [
      "adopt",
      "application.suffix",
      "argocd.kubeconfig",
      "argocd.url",
      "automation.deploy",
      "cluster.argocd",
      "cluster.argocdUser",
      "cluster.context",
      "cluster.kubeconfig",
      "cluster.kubeconfigFrom",
      "cluster.name",
      "cluster.tokenRotation",
    ]);
  });

  describe("must have its own secrets", () => {
    const base = {
      namespace: "ai",
      argocd: {
        url: "https://a.example.com",
        webhook: { github: secure },
        credentials: { charts: { url: "oci://x", username: "u", password: secure } },
      },
      repository: { username: "u", password: secure },
      gateway: { listeners: { https: { port: 443, protocol: "HTTPS", tls: { certificate: secure, key: secure } } } },
      llmProviders: {
        openai: { apiKey: secure },
        mistral: { provider: "custom", upstream: { host: "api.mistral.ai" }, auth: "apiKey", apiKey: secure },
        aws: { provider: "bedrock", model: "m", accessKey: secure, secretKey: secure, sessionToken: secure },
      },
      mcpServers: {
        remote: { host: "mcp.example.com", apiKey: secure },
        own: { image: "i:1", secrets: { TOKEN: secure } },
      },
      policies: { who: { on: "gateway", apiKeys: { keys: { alice: { key: secure } } } } },
    };
    const paths = (value: unknown, path: string[] = []): string[] => {
      if (value instanceof SecretValue) return [formatPath(path)];
      return isPlainObject(value) ? Object.entries(value).flatMap(([key, item]) => paths(item, [...path, key])) : [];
    };
    const missing = (config: PlainObject) =>
      missingSecrets(configured("qa", config))
        .map(({ path }) => path)
        .filter((path) => path !== "cluster.kubeconfig");

    it("each that the other has is missing, also where it would be optional", () => {
      stack("prod", base);
      const all = paths(readStackFile(directory, "prod")).sort();
      assert.ok(all.length >= 10, String(all));
      assert.deepEqual(missing({ extends: "prod" }).sort(), all);
    });

    it("and with its own, none is", () => {
      stack("prod", base);
      const rest = missing({
        extends: "prod",
        llmProviders: { openai: { apiKey: "k" }, mistral: { enabled: false }, aws: { enabled: false } },
      });
      assert.ok(!rest.some((path) => path.startsWith("llmProviders.")), String(rest));
    });

    it("which are no matter of what is rendered", () => {
      stack("prod", base);
      stack("qa", { extends: "prod", namespace: "qa" });
      assert.deepEqual(environmentFiles(read("qa")), environmentFiles(read("prod")));
    });
  });

  it("may have its values elsewhere: then it extends its file in the checkout, and takes all but the secrets", () => {
    stack("prod", {
      namespace: "ai",
      gateway: { replicas: 3 },
      agents: { a: { image: "i:1", secrets: { A: secure } } },
    });
    const own = {
      extends: "prod",
      adopt: ["Namespace/x"],
      application: { suffix: "" },
      mcpServers: { m: { image: "i:1", secrets: { B: secure } } },
    };
    stack("dev", own);
    const environment = configured("dev", { extends: "dev", repository: { url: "http://127.0.0.1/x.git" } });
    assert.equal(environment.repository.url, "http://127.0.0.1/x.git");
    assert.deepEqual([environment.adopt, environment.application.suffix], [["Namespace/x"], ""]);
    assert.equal(environment.gateway.replicas, 3);
    assert.deepEqual(
      missingSecrets(environment).map(({ path }) => path),
      ["llmProviders.openai.apiKey", "agents.a.secrets.A", "cluster.kubeconfig"],
    );
  });
});

describe("a broken stack file", () => {
  let directory: string;
  beforeEach(() => (directory = mkdtempSync(join(tmpdir(), "broken-"))));
  afterEach(() => rmSync(directory, { recursive: true }));
  const stack = (name: string, text: string) => writeFileSync(join(directory, `Pulumi.${name}.yaml`), text);

  it("stops its own stack, and no other", () => {
    stack("dev", "config: { namespace: dev }");
    stack("qa", "config: [");
    stack("mine", "config: { extends: dev, namespace: mine, delivery: direct }");
    const checkout = loadCheckout(platform, directory);
    assert.deepEqual(
      checkout.environments.map(({ name }) => name),
      ["dev"],
    );
    assert.deepEqual(
      checkout.direct.map(({ name }) => name),
      ["mine"],
    );
    assert.deepEqual(
      checkout.broken.map(({ stack }) => stack),
      ["qa"],
    );
    assert.equal(environmentNamed(checkout, "dev").namespace, "dev");
    assert.throws(() => environmentNamed(checkout, "qa"), /Pulumi\.qa\.yaml is not valid YAML/);
    assert.throws(() => environmentNamed(checkout, "mine"), {
      message: 'Pulumi applies "mine" itself (delivery: direct), so Git describes no such environment.',
    });
  });

  it("may be extended by one that says otherwise what is wrong in it", () => {
    stack("prod", "config: { namespace: N S }");
    stack("qa", "config: { extends: prod, namespace: qa }");
    const { environments, broken } = loadCheckout(platform, directory);
    assert.deepEqual([environments.map(({ name }) => name), broken.map(({ stack }) => stack)], [["qa"], ["prod"]]);
  });
});

describe("keys of a stack file", () => {
  it("are read as Pulumi reads them", () => {
    const directory = mkdtempSync(join(tmpdir(), "keys-"));
    try {
      const config = {
        namespace: "a",
        "agentgateway-infra:cluster": { name: "b" },
        "agentgateway-infra:config:delivery": "direct",
        "aws:region": "c",
        "aws:config:region": "d",
      };
      writeFileSync(join(directory, "Pulumi.qa.yaml"), JSON.stringify({ config }));
      assert.deepEqual(readStackFile(directory, "qa"), { namespace: "a", cluster: { name: "b" }, delivery: "direct" });
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
