import { z } from "zod";
import { apiKeyFields, awsFields, azureFields, checkAuth, gcpFields, secretFields } from "./auth/spec";
import { distinct, exactlyOne } from "../../fields";
import { hostName } from "../../host";
import { serviceRef } from "../../service";
import { format } from "../formats/spec";
import { entryFields, promptCaching } from "../traffic/spec";
import { checkUpstream, upstream } from "./upstream";

const common = { ...entryFields, ...secretFields };

const withModel = {
  ...common,
  /** Model that every request uses. Default: the model that the request names. */
  model: z.string().min(1).max(256).optional(),
};

const withUpstream = {
  ...withModel,
  /** Where the API is served, instead of at its vendor. */
  upstream: upstream.optional(),
};

const openai = z.strictObject({
  ...withUpstream,
  ...apiKeyFields,
  /** OpenAI (api.openai.com), or whatever speaks its API at `upstream`. */
  provider: z.literal("openai"),
});

const anthropic = z.strictObject({
  ...withUpstream,
  ...apiKeyFields,
  /** Anthropic (api.anthropic.com), or whatever speaks its API at `upstream`. */
  provider: z.literal("anthropic"),
});

const gemini = z.strictObject({
  ...withModel,
  ...apiKeyFields,
  /** Google AI Studio (generativelanguage.googleapis.com). */
  provider: z.literal("gemini"),
});

const vertexai = z.strictObject({
  ...withModel,
  ...gcpFields,
  /** Google Vertex AI. An API key is sent as `x-goog-api-key`, an access token as bearer. */
  provider: z.literal("vertexai"),
  /** ID of the Google Cloud project. */
  projectId: z.string().min(1).max(64),
  /** Location of the models. Default: `global`. */
  region: z.string().min(1).max(64).default("global"),
});

const azure = z.strictObject({
  ...withModel,
  ...azureFields,
  /** Azure OpenAI or Azure AI Foundry, by the name of its resource. */
  provider: z.literal("azure"),
  /** Name of the Azure resource, of which the host is made. */
  resourceName: z.string().min(1).max(256),
  /** Kind of the resource. Default: `OpenAI`. */
  resourceType: z.enum(["OpenAI", "Foundry"]).default("OpenAI"),
  /** Name of the Foundry project. Needed for `Foundry`. */
  projectName: z.string().min(1).max(256).optional(),
  /** Version of the API, such as `v1` or `2024-10-21`; dated ones before 2025-03-01 have no Responses. Default: `v1`, by the gateway. */
  apiVersion: z.string().min(1).max(64).optional(),
});

const azureopenai = z.strictObject({
  ...common,
  ...azureFields,
  /** Azure OpenAI, by its resource's own endpoint. */
  provider: z.literal("azureopenai"),
  /** Host name of the resource: `my-resource.openai.azure.com`, or `my-resource.services.ai.azure.com` of a Foundry resource. */
  endpoint: hostName.refine(
    (host) => /\.(openai|services\.ai)\.azure\.com$/.test(host),
    "must end in .openai.azure.com or .services.ai.azure.com: of other names the gateway makes a host that is not there",
  ),
  /** Name of the model deployment. */
  deploymentName: z.string().min(1).max(256),
  /** Version of the API: `v1`, or a date such as `2024-10-21`; dated ones before 2025-03-01 have no Responses. */
  apiVersion: z.string().min(1).max(64),
});

const bedrock = z.strictObject({
  ...withModel,
  ...awsFields,
  /** Amazon Bedrock. */
  provider: z.literal("bedrock"),
  /** AWS region. Default: `us-east-1`. */
  region: z
    .string()
    .regex(/^[a-z0-9-]+$/, "must be an AWS region, such as eu-central-1")
    .max(63)
    .default("us-east-1"),
  /** Marks what a model may remember between requests, which makes them cheaper. `{}` turns it on. Default: off. */
  promptCaching: promptCaching.optional(),
});

const custom = z.strictObject({
  ...withUpstream,
  ...apiKeyFields,
  /** Your own model server, such as vLLM or Ollama: in the cluster (`service`) or outside of it (`upstream`). */
  provider: z.literal("custom"),
  /** Service of the server. The gateway balances between the pods of one in the environment's namespace; another is called by its host name. */
  service: serviceRef.optional(),
  /** What the server speaks. Requests in other formats are translated where the gateway can. Default: `[Completions]`. */
  formats: z
    .array(format)
    .min(1)
    .refine(...distinct)
    .default(["Completions"]),
  /** How requests are authenticated; `passthrough`: with the client's own `Authorization`. Default: `none`. */
  auth: z.enum(["none", "apiKey", "passthrough"]).default("none"),
});

/** One provider: its API and model, where it is, and how requests to it are authenticated. */
export const providerSpec = z.discriminatedUnion(
  "provider",
  [
    openai.superRefine(checkAuth).superRefine(checkUpstream),
    anthropic.superRefine(checkAuth).superRefine(checkUpstream),
    gemini.superRefine(checkAuth),
    vertexai.superRefine(checkAuth),
    azure
      .superRefine(checkAuth)
      .refine(({ resourceType, projectName }) => resourceType !== "Foundry" || projectName !== undefined, {
        path: ["projectName"],
        message: "is missing",
      }),
    azureopenai.superRefine(checkAuth),
    bedrock.superRefine(checkAuth),
    custom.superRefine(checkAuth).refine(...exactlyOne("service", "upstream")),
  ],
  { error: (issue) => (issue.code === "invalid_union" ? "Say which provider it is, or list its failover" : undefined) },
);

export type ProviderSpec = z.infer<typeof providerSpec>;
