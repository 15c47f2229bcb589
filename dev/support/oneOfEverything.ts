import type { PlainObject } from "../../core/merge";
import { everything } from "./everything";
import { gatewayEverything } from "./gatewayEverything";
import { EVERY_LLM_FORM } from "./llmCatalogue";
import { policyEverything } from "./policyEverything";

/** Services that are made elsewhere, in the namespace of the environment and in others. */
export const SERVICES: Record<string, Record<string, number[]>> = {
  "": {
    colleague: [9090],
    judge: [80, 9000],
    keycloak: [8080],
    otel: [4317, 4318],
    tools: [3000],
    vllm: [8000],
  },
  auth: { judge: [9000] },
  monitoring: { otel: [4317] },
};

/** One of everything in one environment, with all keys fetched from where they are. */
export const withFetchedKeys: PlainObject = {
  gateway: gatewayEverything,
  llmProviders: EVERY_LLM_FORM,
  mcpServers: everything.mcpServers,
  mcpRoutes: everything.mcpRoutes,
  agents: everything.agents,
  policies: policyEverything.policies,
  patches: { "Gateway/agentgateway-proxy": { metadata: { annotations: { "example.com/note": "patches" } } } },
  existingServices: SERVICES[""],
};

// A public key out of RFC 7517.
const INLINE = JSON.stringify({
  keys: [
    {
      kty: "EC",
      crv: "P-256",
      x: "MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",
      y: "4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",
      use: "sig",
      kid: "1",
    },
  ],
});

/** The same with all keys in it, for where nothing can be fetched. */
export const oneOfEverything = inlined(withFetchedKeys) as PlainObject;

function inlined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inlined);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === "jwks" ? { inline: INLINE } : inlined(item)]),
  );
}
