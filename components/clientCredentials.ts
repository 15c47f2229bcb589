/**
 * Headers in which clients of LLM APIs, MCP servers and agents send credentials. They authenticate a client to the gateway.
 * The proxy forwards those that no policy consumes, so an upstream would learn them.
 */
export const CLIENT_CREDENTIALS = ["authorization", "x-api-key", "api-key", "x-goog-api-key"] as const;

export type CredentialHeader = (typeof CLIENT_CREDENTIALS)[number];

/**
 * The transformation that keeps clients' credentials from an upstream. The proxy transforms a request after it has added
 * its own credentials, so the header that carries those must stay.
 *
 * @param own headers with the gateway's own credentials, which replace the client's
 */
export function withoutClientCredentials(own: readonly CredentialHeader[] = []): object {
  return { request: { remove: removedHeaders(own) } };
}

/** The headers that an upstream must not get from a client, other than those with the gateway's own credentials. */
export function removedHeaders(own: readonly CredentialHeader[] = []): CredentialHeader[] {
  return CLIENT_CREDENTIALS.filter((header) => !own.includes(header));
}

/** A rule for `refine`: of a server, the gateway's own key or the client's credentials, and not both. */
export const notBothCredentials: [
  (server: { passthrough: boolean; apiKey?: unknown; existingSecret?: unknown }) => boolean,
  object,
] = [
  ({ passthrough, apiKey, existingSecret }) => !passthrough || (apiKey === undefined && existingSecret === undefined),
  { path: ["passthrough"], message: "must not stand beside apiKey or existingSecret: both are sent as Authorization" },
];
