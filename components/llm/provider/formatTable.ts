import type { Format } from "../formats/spec";
import type { ProviderSpec } from "./spec";

/** A format, or the list of models, which clients only read. */
export type Capability = Format | "Models";

/** How requests of one format are answered. */
export type Support =
  /** The provider speaks the format itself. */
  | { how: "served"; byDefault?: false }
  /** The proxy translates requests, answers and streams into another API of the provider. */
  | { how: "translated"; to: string }
  /** The proxy answers by itself. The provider sees nothing of it. */
  | { how: "estimated" }
  | { how: "refused"; reason: string };

export type Row = Record<Capability, Support>;

const served: Support = { how: "served" };
const onRequest: Support = { how: "served", byDefault: false };
const estimated: Support = { how: "estimated" };
const to = (api: string): Support => ({ how: "translated", to: api });
const refused = (reason: string): Support => ({ how: "refused", reason });

const noResponses = refused("the gateway can't translate Responses into Messages");
const noEmbeddings = refused("Anthropic has no embeddings");
const noRealtime = refused("the gateway serves Realtime of OpenAI alone");
const noRerank = refused("the provider has no rerank API");
const noModels = refused("the provider lists its models at another path and in another form");

/** Claude by Anthropic's own API, which clouds serve too, but for its list of models. */
const claude: Row = {
  Completions: to("Messages"),
  Responses: noResponses,
  Messages: served,
  AnthropicTokenCount: served,
  Embeddings: noEmbeddings,
  Models: noModels,
  Realtime: noRealtime,
  Rerank: noRerank,
};

/** Whose models an entry runs: the same cloud serves Claude by another API than its other models. */
export type Family = "claude" | "other";

/**
 * What the proxy of Agent Gateway 1.4.1 does with each format, by kind of provider and family of models.
 * Source: its conversion table and each provider's list of formats; measured with the vendors' SDKs.
 */
const TABLE: Record<Exclude<ProviderSpec["provider"], "custom">, Record<Family, Row>> = {
  openai: both({
    Completions: served,
    Responses: served,
    Messages: to("Completions"),
    AnthropicTokenCount: estimated,
    Embeddings: served,
    Models: served,
    Realtime: served,
    // OpenAI itself has none; some hosts that speak its API do.
    Rerank: onRequest,
  }),
  anthropic: both({ ...claude, Models: served }),
  gemini: both({
    Completions: served,
    Responses: to("Completions"),
    Messages: to("Completions"),
    AnthropicTokenCount: estimated,
    Embeddings: served,
    Models: noModels,
    Realtime: noRealtime,
    Rerank: noRerank,
  }),
  vertexai: {
    other: {
      Completions: to("generateContent"),
      Responses: to("Completions"),
      Messages: to("Completions"),
      AnthropicTokenCount: estimated,
      Embeddings: to("predict"),
      Models: noModels,
      Realtime: noRealtime,
      Rerank: to("rankingConfigs"),
    },
    claude,
  },
  azure: azure(),
  azureopenai: azure(),
  bedrock: {
    other: {
      Completions: to("Converse"),
      Responses: to("Converse"),
      Messages: to("Converse"),
      AnthropicTokenCount: estimated,
      Embeddings: to("InvokeModel"),
      Models: noModels,
      Realtime: noRealtime,
      Rerank: to("Rerank of Bedrock"),
    },
    claude: {
      Completions: to("Converse"),
      Responses: to("Converse"),
      Messages: to("Converse"),
      AnthropicTokenCount: to("CountTokens"),
      Embeddings: noEmbeddings,
      Models: noModels,
      Realtime: noRealtime,
      Rerank: noRerank,
    },
  },
};

function both(row: Row): Record<Family, Row> {
  return { claude: row, other: row };
}

/** Only a Foundry resource has Claude, by Anthropic's own API. */
function azure(): Record<Family, Row> {
  return {
    other: {
      Completions: served,
      Responses: served,
      Messages: to("Completions"),
      AnthropicTokenCount: estimated,
      Embeddings: served,
      Models: noModels,
      Realtime: noRealtime,
      Rerank: noRerank,
    },
    claude,
  };
}

/** The whole table but for `custom`, whose formats are those that it lists. */
export const FORMAT_TABLE: Readonly<typeof TABLE> = TABLE;

/** What a model server of one's own answers, by the formats that it speaks. */
export function customRow(formats: readonly Format[]): Row {
  const speaks = (format: Format) => formats.includes(format);
  const own = (format: Format): Support => (speaks(format) ? served : refused(`formats does not list ${format}`));
  const firstOf = (...others: Format[]): Support | undefined => {
    const target = others.find(speaks);
    return target && to(target);
  };
  return {
    Completions: speaks("Completions") ? served : (firstOf("Messages") ?? own("Completions")),
    Responses: speaks("Responses") ? served : (firstOf("Completions") ?? own("Responses")),
    Messages: speaks("Messages") ? served : (firstOf("Completions") ?? own("Messages")),
    AnthropicTokenCount: speaks("AnthropicTokenCount") ? served : estimated,
    Embeddings: own("Embeddings"),
    Models: noModels,
    Realtime: own("Realtime"),
    Rerank: own("Rerank"),
  };
}
