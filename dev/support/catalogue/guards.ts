import type { Entries } from "./values";

type Entry = Entries[string];

interface Guard {
  response?: { regex?: { action?: string } }[];
  streaming?: string;
  unguarded?: string[];
}

/** What every entry of a kind can serve, whatever its model is and wherever it runs; there may be more. */
const SERVED: Record<string, string[]> = {
  openai: ["Completions", "Messages"],
  anthropic: ["Completions", "Messages"],
  gemini: ["Completions", "Responses", "Messages", "AnthropicTokenCount", "Embeddings"],
  vertexai: ["Completions", "Messages", "AnthropicTokenCount"],
  azure: ["Completions", "Messages", "AnthropicTokenCount"],
  azureopenai: ["Completions", "Messages", "AnthropicTokenCount"],
  bedrock: ["Completions", "Responses", "Messages", "AnthropicTokenCount"],
};

/** What entries of a kind can serve too, unless all of their requests arrive at one path. */
const SERVED_WITHOUT_PATH: Record<string, string[]> = {
  openai: ["Responses", "AnthropicTokenCount", "Embeddings", "Realtime", "Rerank"],
  anthropic: ["AnthropicTokenCount"],
};

const SENT_ON = ["Passthrough", "Detect"];

function served(spec: Entry): string[] {
  const provider = String(spec.provider);
  const formats = (spec.formats as string[] | undefined) ?? ["Completions"];
  const atOnePath = (spec.upstream as { path?: string } | undefined)?.path !== undefined;
  if (provider === "custom") return [...(atOnePath ? formats.slice(0, 1) : formats), ...SENT_ON];
  return [...(SERVED[provider] ?? []), ...(atOnePath ? [] : (SERVED_WITHOUT_PATH[provider] ?? [])), ...SENT_ON];
}

/** The providers that an entry leads to. */
function providersOf(spec: Entry, entries: Entries): Entry[] {
  if (spec.failover === undefined) return [spec];
  return (spec.failover as unknown[]).flat().map((target) => entries[(target as { use: string }).use] as Entry);
}

/** Takes the routes back that some provider can't serve. */
export function withServedRoutes(entries: Entries): Entries {
  return mapped(entries, (spec) => {
    if (spec.routes === undefined) return spec;
    const all = providersOf(spec, entries).map(served);
    const fit = Object.entries(spec.routes as Record<string, string>).filter(([, type]) =>
      all.every((types) => types.includes(type)),
    );
    return { ...spec, routes: Object.fromEntries(fit) };
  });
}

/** Has the guards accept what gets round them: types of requests, streams that are to be masked, and other entries. */
export function withAcceptedWays(entries: Entries): Entries {
  const used = Object.values(entries).flatMap(({ routes }) => Object.values(routes ?? {}) as string[]);
  const ways = used.filter((type) => !["Completions", "Responses", "Messages"].includes(type));
  return mapped(entries, (spec, name) => {
    if (spec.promptGuard === undefined) return spec;
    const { unguarded = [], ...guard } = spec.promptGuard as Guard;
    const masking = guard.response?.some(({ regex }) => regex !== undefined && regex.action !== "Reject");
    // More than there need be: which entries lead to one provider is for the checks to find out.
    const others = Object.keys(entries).filter((other) => other !== name);
    const promptGuard = {
      ...guard,
      ...(masking && { streaming: "Unguarded" }),
      unguarded: [...new Set([...unguarded, ...ways])],
      unguardedEntries: others,
    };
    return { ...spec, promptGuard };
  });
}

function mapped(entries: Entries, change: (spec: Entry, name: string) => Entry): Entries {
  return Object.fromEntries(Object.entries(entries).map(([name, spec]) => [name, change(spec, name)]));
}
