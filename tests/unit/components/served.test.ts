import assert from "node:assert/strict";
import { servedEntries } from "../../../components/served";
import { served } from "../../../cli/status/inspect";
import { summaryTable } from "../../../cli/status/summary";
import { environment } from "../../../dev/support/environment";

const catalogue = {
  llmProviders: { openai: { provider: "openai" }, chat: { failover: [{ use: "openai" }], path: "/v/chat" } },
  mcpServers: { a: { image: "i" }, b: { image: "i" }, c: { image: "i", path: "/tools" } },
  agents: { planner: { image: "i" } },
};

function urls(listeners: object, address?: string): string[] {
  return servedEntries(environment({ ...catalogue, gateway: { listeners } }), address).map(({ url }) => url);
}

describe("the base URLs of an environment", () => {
  it("are one for each provider, MCP path and agent, whose ends in a slash", () => {
    assert.deepEqual(servedEntries(environment(catalogue)), [
      { what: "LLM provider chat", url: "http://ADDRESS/v/chat" },
      { what: "LLM provider openai", url: "http://ADDRESS/openai" },
      { what: "MCP servers a, b", url: "http://ADDRESS/mcp" },
      { what: "MCP servers c", url: "http://ADDRESS/tools" },
      { what: "agent planner", url: "http://ADDRESS/planner/" },
    ]);
  });

  const tls = { existingSecret: "tls" };
  const cases: [title: string, listeners: object, address: string | undefined, first: string][] = [
    ["a port that is not the usual one", { a: { port: 8080 } }, undefined, "http://ADDRESS:8080/v/chat"],
    ["the address that the cluster tells", { a: { port: 80 } }, "192.0.2.7", "http://192.0.2.7/v/chat"],
    ["an IPv6 address", { a: { port: 8080 } }, "2001:db8::7", "http://[2001:db8::7]:8080/v/chat"],
    [
      "HTTPS where there is a choice, by its host name",
      { a: { port: 80 }, b: { port: 443, protocol: "HTTPS", hostname: "ai.example.com", tls } },
      "192.0.2.7",
      "https://ai.example.com/v/chat",
    ],
  ];
  for (const [title, listeners, address, first] of cases) {
    it(`have ${title}`, () => assert.equal(urls(listeners, address)[0], first));
  }

  it("are shown by status, at the address of the environment's own Gateway", () => {
    const findings = [
      { kind: "Gateway", name: "agentgateway-test/other", ok: true, detail: "", addresses: ["192.0.2.1"] },
      { kind: "Gateway", name: "agentgateway-test/agentgateway-proxy", ok: true, detail: "", addresses: ["192.0.2.7"] },
    ];
    const shown = summaryTable({ environment: "test", findings, served: served(environment(catalogue), findings) });
    assert.match(shown, /^SERVED +BASE URL\nLLM provider chat +http:\/\/192\.0\.2\.7\/v\/chat$/m);
  });
});
