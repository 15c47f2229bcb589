import { z } from "zod";
import { secret } from "../../config/secret";
import { objectName, pathPrefix } from "../kubernetes";

const model = z.string().min(1).max(256);

const common = {
  /** Path prefix on the gateway. Default: `/<name>`. */
  path: pathPrefix.optional(),
  /** Name of the Secret with the credentials. Default: `<name>-secret`. */
  secretName: objectName.optional(),
};

const apiKey = {
  /** API key, from encrypted configuration. Required wherever the provider is deployed. */
  apiKey: secret().optional(),
};

const openai = z.strictObject({
  ...common,
  ...apiKey,
  /** OpenAI (api.openai.com). */
  provider: z.literal("openai"),
  /** Model that every request uses. Default: the model that the request names. */
  model: model.optional(),
});

const anthropic = z.strictObject({
  ...common,
  ...apiKey,
  /** Anthropic (api.anthropic.com). */
  provider: z.literal("anthropic"),
  /** Model that every request uses. Default: the model that the request names. */
  model: model.optional(),
});

const gemini = z.strictObject({
  ...common,
  ...apiKey,
  /** Google AI Studio (generativelanguage.googleapis.com). */
  provider: z.literal("gemini"),
  /** Model that every request uses. Default: the model that the request names. */
  model: model.optional(),
});

const vertexai = z.strictObject({
  ...common,
  ...apiKey,
  /** Google Vertex AI, with an API key or access token as bearer. */
  provider: z.literal("vertexai"),
  /** ID of the Google Cloud project. */
  projectId: z.string().min(1).max(64),
  /** Location of the models. Default: `global`. */
  region: z.string().min(1).max(64).default("global"),
  /** Model that every request uses. Default: the model that the request names. */
  model: model.optional(),
});

const azureopenai = z.strictObject({
  ...common,
  ...apiKey,
  /** Azure OpenAI, by its resource's own endpoint. */
  provider: z.literal("azureopenai"),
  /** Host name of the resource, such as `my-resource.openai.azure.com`. */
  endpoint: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, "must be a host name without scheme or path")
    .max(256),
  /** Name of the model deployment. */
  deploymentName: z.string().min(1).max(256),
  /** Version of the Azure OpenAI API. */
  apiVersion: z.string().min(1).max(64),
});

const bedrock = z.strictObject({
  ...common,
  /** Amazon Bedrock. */
  provider: z.literal("bedrock"),
  /** AWS region. Default: `us-east-1`. */
  region: z
    .string()
    .regex(/^[a-z0-9-]+$/, "must be an AWS region, such as eu-central-1")
    .max(63)
    .default("us-east-1"),
  /** Model that every request uses. Default: the model that the request names. */
  model: model.optional(),
  /** AWS access key id, from encrypted configuration. */
  accessKey: secret().optional(),
  /** AWS secret access key, from encrypted configuration. */
  secretKey: secret().optional(),
  /** AWS session token, from encrypted configuration. Only for temporary credentials. */
  sessionToken: secret().optional(),
});

/** An LLM provider behind a path of the gateway. */
export const llmProviderSpec = z.discriminatedUnion("provider", [
  openai,
  anthropic,
  gemini,
  vertexai,
  azureopenai,
  bedrock,
]);

export type LlmProviderSpec = z.infer<typeof llmProviderSpec>;
