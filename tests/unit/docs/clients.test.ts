import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { CLIENT_CREDENTIALS } from "../../../components/clientCredentials";
import { requestTypes } from "../../../components/llm/traffic/build";
import { providerSpec, type ProviderSpec } from "../../../components/llm/provider/spec";
import { codeBlocks, documentedEntries } from "../../../dev/support/docs";
import { environment } from "../../../dev/support/environment";
import { platform } from "../../../dev/support/fixture";

const PAGE = "docs/clients.md";

/** Clients that the page is for, by their headings. */
const CLIENTS = [
  "OpenAI SDK",
  "Anthropic SDK",
  "Claude Code",
  "LangChain",
  "LiteLLM",
  "Vercel AI SDK",
  "Cursor",
  "Continue",
  "Codex CLI",
  "Claude Desktop",
  "VS Code",
  "MCP Inspector",
  "MCP TypeScript SDK",
  "A2A SDK",
];

/** What clients add to the base URL that they are given, by how their blocks name them. */
const CALLS: [client: RegExp, paths: string[]][] = [
  [/\bOpenAI\(|ChatOpenAI\(|model="openai|createOpenAICompatible\(|apiBase:/, ["/chat/completions"]],
  [/createOpenAI\(|wire_api/, ["/responses"]],
  [/\bAnthropic\(|ChatAnthropic\(|model="anthropic|ANTHROPIC_BASE_URL/, ["/v1/messages"]],
  [/createAnthropic\(/, ["/messages"]],
];

describe("the page on clients", () => {
  const text = readFileSync(PAGE, "utf8");
  const { llmProviders } = environment({
    llmProviders: { ...platform.llmProviders, ...documentedEntries("docs/llm-providers.md") },
  });
  const provider = (name: string): ProviderSpec => {
    const entry = llmProviders[name];
    if (entry?.provider === undefined)
      throw new Error(`${name} is no provider of the shipped catalogue or the page on providers`);
    return entry;
  };
  const assertServed = (url: string) => {
    const [, name = "", path = ""] = /^\/([^/]+)(.*)$/.exec(url) ?? [];
    const ends = Object.keys(requestTypes(name, provider(name)));
    assert.ok(
      ends.some((end) => path.endsWith(end)),
      `${url} ends in none of ${ends.join(", ")}`,
    );
  };

  const curls = [...text.matchAll(/^# (\w+)[^:\n]*: (\w+)\ncurl .*?\$GATEWAY(\S+)/gm)].map(([, kind, , url]) => ({
    kind,
    url: url as string,
  }));

  it("has a curl for each kind of provider, to an entry of that kind that serves it", () => {
    const kinds = providerSpec.options.map((option) => option.shape.provider.value);
    assert.deepEqual(new Set(curls.map(({ kind }) => kind)), new Set(kinds));
    for (const { kind, url } of curls) {
      assert.equal(provider(url.split("/")[1] as string).provider, kind, url);
      assertServed(url);
    }
  });

  it("has a section for each client", () => {
    const headings = [...text.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading);
    assert.deepEqual(headings, CLIENTS);
  });

  it("gives each LLM client a base URL at which the entry serves what the client calls", () => {
    // A file of settings is for one client; elsewhere a line is.
    const parts = ["python", "js", "json", "yaml", "toml"].flatMap((language) =>
      codeBlocks(PAGE, language).flatMap((block) => (language === "toml" ? [block] : block.split("\n"))),
    );
    const calls = parts.flatMap((part) => {
      const [, base] = /(?:GATEWAY\}|ADDRESS)(\/[\w./-]+)/.exec(part) ?? [];
      const added = CALLS.filter(([client]) => client.test(part)).flatMap(([, paths]) => paths);
      return base === undefined ? [] : added.map((path) => `${base}${path}`);
    });
    assert.ok(calls.length >= 11, calls.join(" "));
    calls.forEach(assertServed);
  });

  it("leads MCP clients and A2A clients to paths in the form in which they are served", () => {
    const urls = [...text.matchAll(/(?:\$GATEWAY|GATEWAY\}|ADDRESS|ai\.example\.com)(\/[\w./-]+)/g)].map(
      ([, url]) => url as string,
    );
    const others = urls.filter((url) => !((url.split("/")[1] as string) in llmProviders));
    assert.deepEqual(new Set(others), new Set(["/mcp", "/planner/", "/planner/.well-known/agent-card.json"]));
  });

  it("names headers for keys that the gateway keeps to itself", () => {
    const [, table = ""] = /\| client .*header of its key.*\n.*\n((?:\|.*\n)+)/.exec(text) ?? [];
    const rows = table.trim().split("\n");
    assert.ok(rows.length >= 6);
    for (const row of rows) {
      const cell = row.split("|")[2] ?? "";
      assert.ok(
        CLIENT_CREDENTIALS.some((header) => cell.toLowerCase().includes(`\`${header}\``)),
        row,
      );
    }
  });
});
