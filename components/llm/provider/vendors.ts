import type { ProviderSpec } from "./spec";
import type { ServiceRef } from "../../service";

/** A kind of provider. */
export type Vendor = ProviderSpec["provider"];

/** What each kind is called in a picture. */
export const VENDOR_NAMES: Readonly<Record<Vendor, string>> = {
  openai: "OpenAI",
  anthropic: "Anthropic",
  gemini: "Google Gemini",
  vertexai: "Google Vertex AI",
  azure: "Azure AI",
  azureopenai: "Azure OpenAI",
  bedrock: "Amazon Bedrock",
  custom: "LLM",
};

/** Where the vendors serve their APIs, which an upstream may name too. */
const HOSTS = { openai: "api.openai.com", anthropic: "api.anthropic.com" };

/** Where the requests of an entry end: equal for two entries of one provider. */
export function placeOf(spec: ProviderSpec): string {
  switch (spec.provider) {
    case "openai":
    case "anthropic":
      return hostOf(spec.upstream ?? { host: HOSTS[spec.provider], port: 443 });
    case "gemini":
      return spec.provider;
    case "vertexai":
      return `${spec.provider} ${spec.projectId}`;
    case "azure":
      return `azure ${spec.resourceName}`;
    case "azureopenai":
      return `azure ${spec.endpoint.split(".")[0]}`;
    case "bedrock":
      return `${spec.provider} ${spec.region}`;
    case "custom":
      return hostOf(spec.upstream ?? hostOfService(spec.service));
  }
}

/** A Service is a host of its name, and of its namespace where it is in another one. */
function hostOfService({ name = "", namespace, port = 0 }: Partial<ServiceRef> = {}): { host: string; port: number } {
  return { host: [name, namespace].filter(Boolean).join("."), port };
}

function hostOf({ host, port }: { host: string; port: number }): string {
  return `${host}:${port}`;
}
