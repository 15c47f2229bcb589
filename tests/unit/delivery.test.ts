import assert from "node:assert/strict";
import { placements } from "../../components/delivery/placement";
import { environmentFiles } from "../../components/environment";
import { handWrittenFiles } from "../../gitops/files";
import { HandWrittenManifest, LlmProvider, McpRouting, McpServer } from "../../components";
import { SecretValue } from "../../config/secret";
import { environment } from "../support/environment";
import { placement } from "../support/placement";
import { record, type Registration } from "../support/recorder";

describe("what Argo CD applies", () => {
  const described = environment({
    llmProviders: { openai: { provider: "openai", model: "gpt-4.1-mini", apiKey: new SecretValue("sk-secret") } },
    mcpServers: { fetcher: { image: "fetcher:1", port: 8000 } },
  });

  it("is seen by Pulumi as inputs of the component that it comes from: by file, object and field", async () => {
    const files = await environmentFiles(described);
    const registrations = await record(() => {
      const { namespace, provider } = placement();
      const place = placements(files, { namespace, provider });
      const { llmProviders, mcpServers } = described;
      new LlmProvider("openai", { spec: llmProviders.openai!, ...place("llmProviders.openai") });
      new McpServer("fetcher", { spec: mcpServers.fetcher!, ...place("mcpServers.fetcher") });
      new McpRouting("mcp", place("mcpServers"));
    });
    const inputs = (type: string) =>
      registrations.find((each) => each.type === `agentgateway-infra:index:${type}`)?.inputs as Record<string, object>;
    const labels = (type: string) =>
      Object.entries(inputs(type)).map(([file, objects]) => [file, Object.keys(objects)] as const);
    assert.deepEqual(labels("LlmProvider"), [
      ["k8s/base/llm-providers/openai.yaml", ["AgentgatewayBackend openai", "HTTPRoute openai"]],
    ]);
    assert.deepEqual(labels("McpServer"), [["k8s/base/mcp/fetcher.yaml", ["Deployment fetcher", "Service fetcher"]]]);
    assert.deepEqual(labels("McpRouting"), [
      ["k8s/base/mcp/mcp-routing.yaml", ["AgentgatewayBackend mcp-backend", "HTTPRoute mcp"]],
    ]);
    assert.deepEqual(
      Object.values(inputs("LlmProvider")["k8s/base/llm-providers/openai.yaml"]!),
      files.find(({ origin }) => origin === "llmProviders.openai")?.objects,
    );
  });

  it("holds no secret", async () => {
    assert.doesNotMatch(JSON.stringify(await environmentFiles(described)), /sk-secret/);
  });

  it("includes what a person wrote, one component a file", async () => {
    const text =
      "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n---\n# nothing\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: b }\n";
    const files = handWrittenFiles([{ path: "k8s/base/modules/mine.yaml", text }]);
    const object = (name: string) => ({ apiVersion: "v1", kind: "ConfigMap", metadata: { name } });
    assert.deepEqual(files, [
      { path: "modules/mine.yaml", origin: "k8s/base/modules/mine.yaml", objects: [object("a"), object("b")] },
    ]);
    const registrations = await record(() => new HandWrittenManifest("k8s/base/modules/mine.yaml", placement(files)));
    assert.deepEqual(registrations.filter(notProvider), [
      {
        type: "agentgateway-infra:index:HandWrittenManifest",
        name: "k8s/base/modules/mine.yaml",
        inputs: { "k8s/base/modules/mine.yaml": { "ConfigMap a": object("a"), "ConfigMap b": object("b") } },
      },
    ]);
  });
});

const notProvider = ({ type }: Registration) => !type.startsWith("pulumi:providers");
