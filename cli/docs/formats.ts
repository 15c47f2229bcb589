import { SUFFIXES } from "../../components/llm/formats/routes";
import { FORMATS, type Format } from "../../components/llm/formats/spec";
import {
  customRow,
  FORMAT_TABLE,
  type Capability,
  type Family,
  type Row,
  type Support,
} from "../../components/llm/provider/formatTable";

type Kind = keyof typeof FORMAT_TABLE;

/** The columns of each format, in the order of the page. */
const COLUMNS: Record<Capability, readonly string[]> = {
  Completions: ["chat", "streams"],
  Responses: ["Responses"],
  Messages: ["Messages"],
  AnthropicTokenCount: ["count_tokens"],
  Embeddings: ["Embeddings"],
  Models: ["models"],
  Realtime: ["Realtime"],
  Rerank: ["Rerank"],
};

const CAPABILITIES = Object.keys(COLUMNS) as Capability[];

/** What the vendors call where an entry serves Claude beside other models. */
const CLAUDE_AT: Partial<Record<Kind, string>> = {
  vertexai: "Claude on Vertex AI",
  azure: "Claude on Foundry",
  azureopenai: "Claude on Foundry",
  bedrock: "Claude on Bedrock",
};

/** Formats that your own server may speak alone. */
const CUSTOM: readonly Format[] = ["Completions", "Messages", "Responses"];

const INTRODUCTION = `<!-- Made by \`npm run docs\` from components/llm/provider/formatTable.ts and components/llm/formats/: change those, not this page. -->

# Formats of LLM requests

Which APIs an entry of \`llmProviders\` serves, and at which paths. How to connect a client: [Clients](clients.md).
`;

const LEGEND = `- **served**: the provider speaks the format itself.
- **translated**: the gateway translates requests, answers and streams into another API of the provider.
- **answered by the gateway**: it estimates the tokens. The provider does not see the request.
- **on request**: the entry serves it once its \`routes\` name it. OpenAI has no rerank API, but hosts that speak OpenAI's API
  may have one.
- **if listed**: the entry serves it if its \`formats\` name it.
- The column **streams** is chat with \`stream: true\`. Responses and Messages stream wherever they are served.

An entry without \`model\` serves the rows of all models that its requests may name. An entry with
[guards](llm-providers.md#guards) leaves out what its guards do not check. In a [failover](llm-providers.md#failover), each
provider serves its own formats.`;

const PATHS = `The gateway recognises a format by the end of the path. The longest end that matches counts.`;

const BASE_URLS = `A request that matches no end is a chat completion. This has two consequences:

- \`POST /openai\` alone is a chat completion.
- \`models.list\` works, \`models.retrieve\` does not: the gateway answers \`GET /openai/v1/models/<model>\` with 503.

## Base URLs

The path of an entry is a base URL with and without \`/v1\`: \`/openai/v1/chat/completions\` and \`/openai/chat/completions\` are
the same. The gateway replaces the entry's path and calls the provider at the path of the format.

- \`upstream.pathPrefix\` serves all formats of the provider below that path.
- \`upstream.path\` is one fixed path, so it serves one format: the first of \`formats\` with \`custom\`, Messages with
  \`anthropic\`, chat with \`openai\`, and what the gateway translates to it.

## The model of an entry

An entry with \`model\` sends that model in every request, in requests for embeddings too. Give embeddings an entry of their own,
without \`model\` or with an embedding model:

\`\`\`ts
embeddings: { provider: "openai", existingSecret: "openai-secret", model: "text-embedding-3-small" },
\`\`\`

On Azure, \`apiVersion: "v1"\` serves everything in the table. A dated version before 2025-03-01 has no Responses.

## Change what an entry serves

\`routes\` replaces single ends of the defaults and adds others:

\`\`\`ts
routes: { "/messages": "Passthrough", "/batches": "Passthrough" },
\`\`\`

\`Passthrough\` sends a request on as it is. \`Detect\` does the same, and counts tokens where it knows the format. The gateway
removes the entry's path and keeps the rest, so the rest must be the provider's own path: \`/openai/v1/batches\`. \`"*"\` takes
every request that no other end matches: with it, \`POST /openai\` alone is no chat completion. A format that the provider can't
serve is an error of the configuration.

## Errors of the gateway

The gateway answers with plain text where a provider would send JSON: SDKs then show the status without a message. A body that
it can't parse, such as one of another format, is a 503. Its own 429 has no \`Retry-After\`.`;

/** What each kind of provider serves, as Markdown. */
export function formatsPage(): string {
  const notes: string[] = [];
  const columns = CAPABILITIES.flatMap((capability) => COLUMNS[capability]);
  const rows = [...tableRows(), ...CUSTOM.map(customTableRow)].map(({ name, row, optional }) => [
    name,
    ...CAPABILITIES.flatMap((capability) => {
      const shown = optional?.includes(capability) ? "if listed" : cell(row[capability], notes);
      return COLUMNS[capability].map(() => shown);
    }),
  ]);
  return [
    INTRODUCTION,
    "## What each kind of provider serves",
    table(["provider", ...columns], rows),
    "Why a format is not served:",
    notes.map((reason, index) => `${index + 1}. ${sentence(reason)}`).join("\n"),
    LEGEND,
    "## Where each format is expected",
    PATHS,
    table(
      ["format", "type in `routes`", "end of the path"],
      [...FORMATS, "Models" as const].map((capability) => {
        const { suffix, type } = SUFFIXES[capability];
        return [COLUMNS[capability][0] as string, code(type), code(suffix)];
      }),
    ),
    BASE_URLS,
  ].join("\n\n");
}

interface TableRow {
  name: string;
  row: Row;
  /** What the entry serves too, where its `formats` say so. */
  optional?: readonly Capability[];
}

/** A row for each kind, and one for Claude where the kind serves it by another API than its other models. */
function tableRows(): TableRow[] {
  return (Object.entries(FORMAT_TABLE) as [Kind, Record<Family, Row>][]).flatMap(([kind, { other, claude }]) => {
    const separate = CLAUDE_AT[kind];
    const all = { name: code(kind), row: other };
    return separate === undefined ? [all] : [all, { name: `${code(kind)}: ${separate}`, row: claude }];
  });
}

function customTableRow(format: Format): TableRow {
  const row = customRow([format]);
  return {
    name: `${code("custom")} with ${code(format)}`,
    row,
    optional: FORMATS.filter(
      (other) => row[other].how === "refused" && customRow([format, other])[other].how === "served",
    ),
  };
}

function cell(verdict: Support, notes: string[]): string {
  switch (verdict.how) {
    case "served":
      return "byDefault" in verdict ? "on request" : "served";
    case "translated":
      return `translated (to ${verdict.to})`;
    case "estimated":
      return "answered by the gateway (estimate)";
    case "refused":
      return `not served (${noteOf(verdict.reason, notes)})`;
  }
}

/** The number of a reason; a new one is added. */
function noteOf(reason: string, notes: string[]): number {
  if (!notes.includes(reason)) notes.push(reason);
  return notes.indexOf(reason) + 1;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
