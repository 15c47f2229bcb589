/** Types of requests that an entry serves by default, by the ends of their paths. */
type Routes = Record<string, string>;

export const OPENAI_ROUTES: Routes = {
  "/chat/completions": "Completions",
  "/responses": "Responses",
  "/messages": "Messages",
  "/messages/count_tokens": "AnthropicTokenCount",
  "/embeddings": "Embeddings",
  "/realtime": "Realtime",
  "/models": "Passthrough",
};

export const ANTHROPIC_ROUTES: Routes = {
  "/chat/completions": "Completions",
  "/messages": "Messages",
  "/messages/count_tokens": "AnthropicTokenCount",
  "/models": "Passthrough",
};

/** Claude at Vertex AI and Foundry; and OpenAI's API where `upstream.path` is the path of chat completions. */
export const CHAT_ROUTES: Routes = {
  "/chat/completions": "Completions",
  "/messages": "Messages",
  "/messages/count_tokens": "AnthropicTokenCount",
};

/** Claude at Bedrock; and a model server that speaks chat completions alone. */
export const TEXT_ROUTES: Routes = {
  "/chat/completions": "Completions",
  "/responses": "Responses",
  "/messages": "Messages",
  "/messages/count_tokens": "AnthropicTokenCount",
};

/** Gemini, and all of Azure but Claude. */
export const EMBEDDING_ROUTES: Routes = {
  "/chat/completions": "Completions",
  "/responses": "Responses",
  "/messages": "Messages",
  "/messages/count_tokens": "AnthropicTokenCount",
  "/embeddings": "Embeddings",
};

/** Vertex AI and Bedrock, where a request may be for another model than Claude. */
export const CLOUD_ROUTES: Routes = {
  "/chat/completions": "Completions",
  "/responses": "Responses",
  "/messages": "Messages",
  "/messages/count_tokens": "AnthropicTokenCount",
  "/embeddings": "Embeddings",
  "/rerank": "Rerank",
};
