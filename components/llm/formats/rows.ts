import type { ProviderSpec } from "../provider/spec";
import { FORMATS, type Format, type RouteType } from "./spec";
import { customRow, FORMAT_TABLE, type Capability, type Family, type Row, type Support } from "../provider/formatTable";

/** Ends of the host names by which the controller knows what an Azure resource is. */
export const AZURE_HOSTS = { OpenAI: ".openai.azure.com", Foundry: ".services.ai.azure.com" } as const;

/** The first dated version of Azure's API with Responses. */
const AZURE_RESPONSES = "2025-03-01";

/**
 * How an entry answers each format: one row, or one for each family of models that its requests may name.
 *
 * @param model replaces the model of the entry, as a failover may
 */
export function rowsOf(spec: ProviderSpec, model?: string): Row[] {
  if (spec.provider === "custom") return [narrowed(spec, customRow(spec.formats))];
  const rows = FORMAT_TABLE[spec.provider];
  return familiesOf(spec, model).map((family) => narrowed(spec, rows[family]));
}

/** How an entry answers a format, in the best case where it depends on the model that a request names. */
export function supportOf(spec: ProviderSpec, capability: Capability, model?: string): Support {
  const answers = rowsOf(spec, model).map((row) => row[capability]);
  return answers.find(({ how }) => how !== "refused") ?? (answers[0] as Support);
}

/** What an entry answers by default. */
export function servedByDefault(spec: ProviderSpec, model?: string): Capability[] {
  const all: Capability[] = [...FORMATS, "Models"];
  return all.filter((capability) => {
    const support = supportOf(spec, capability, model);
    return support.how !== "refused" && !("byDefault" in support);
  });
}

/** Why an entry can't answer requests of a type; nothing if it can. What is passed through is up to the provider. */
export function refusalOf(spec: ProviderSpec, type: RouteType, model?: string): string | undefined {
  if (type === "Passthrough" || type === "Detect") return undefined;
  const support = supportOf(spec, type, model);
  return support.how === "refused" ? support.reason : undefined;
}

/** The families of models that requests of an entry may be for. */
function familiesOf(spec: Exclude<ProviderSpec, { provider: "custom" }>, override: string | undefined): Family[] {
  const model = override ?? (spec.provider === "azureopenai" ? spec.deploymentName : spec.model);
  switch (spec.provider) {
    case "azure":
    case "azureopenai":
      return isFoundry(spec) ? oneOrBoth(model, /^claude/i) : ["other"];
    case "vertexai":
      return oneOrBoth(model, /^claude-|^anthropic\/|publishers\/anthropic\/models\//);
    case "bedrock":
      return oneOrBoth(model, /anthropic\.claude/i);
    default:
      return ["other"];
  }
}

function oneOrBoth(model: string | undefined, claude: RegExp): Family[] {
  if (model === undefined) return ["other", "claude"];
  return [claude.test(model) ? "claude" : "other"];
}

/** Whether an entry is a Foundry resource of Azure, which has further models and hosts. */
export function isFoundry(spec: ProviderSpec): boolean {
  if (spec.provider === "azure") return spec.resourceType === "Foundry";
  return spec.provider === "azureopenai" && spec.endpoint.endsWith(AZURE_HOSTS.Foundry);
}

/** What an entry's own settings take away from its row. */
function narrowed(spec: ProviderSpec, row: Row): Row {
  if (spec.provider === "azure" || spec.provider === "azureopenai") return withoutOldResponses(spec, row);
  if ("upstream" in spec && spec.upstream?.path !== undefined) return atOnePath(spec, row);
  return row;
}

function withoutOldResponses(spec: Extract<ProviderSpec, { provider: "azure" | "azureopenai" }>, row: Row): Row {
  const { apiVersion = "v1" } = spec;
  const old = !isFoundry(spec) && /^\d{4}-/.test(apiVersion) && apiVersion < AZURE_RESPONSES;
  if (!old) return row;
  const reason = `Azure's API of apiVersion ${apiVersion} has no Responses; v1 has`;
  return { ...row, Responses: { how: "refused", reason } };
}

/** Requests of all formats would arrive at the one path, which understands its own format only. */
function atOnePath(spec: ProviderSpec, row: Row): Row {
  const own = ownFormat(spec);
  const reason = `upstream.path is the path of ${own} alone; pathPrefix serves all formats`;
  const fits = (capability: Capability, support: Support) =>
    support.how === "estimated" ||
    (support.how === "served" && capability === own) ||
    (support.how === "translated" && support.to === own);
  const entries = (Object.entries(row) as [Capability, Support][]).map(([capability, support]) => [
    capability,
    support.how === "refused" || fits(capability, support) ? support : { how: "refused", reason },
  ]);
  return Object.fromEntries(entries) as Row;
}

/** The format that a server at one path is for. */
function ownFormat(spec: ProviderSpec): Format {
  if (spec.provider === "custom") return spec.formats[0] as Format;
  return spec.provider === "anthropic" ? "Messages" : "Completions";
}
