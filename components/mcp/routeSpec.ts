import { z } from "zod";
import { cel, failureMode } from "../fields";
import { jwks } from "../jwks";

/** A rule about single tools, prompts and resources. What it forbids is not listed either. */
const authorization = z.strictObject({
  /**
   * What follows where the rule holds. `Allow`: that is allowed, and nothing else is. `Deny`: that is denied. `Require`:
   * what it does not hold for is denied. An expression that fails, say for want of a claim, does not hold: so it denies
   * with `Allow` and `Require`, and lets through with `Deny`. Default: `Allow`.
   */
  action: z.enum(["Allow", "Deny", "Require"]).default("Allow"),
  /**
   * Expressions in CEL, all of which must hold. They know `mcp.tool`, `mcp.prompt` and `mcp.resource`, each with `name` and
   * `target` (the server; of one by label, `<service>-<port name>`), `request`, and with `oauth` the claims as `jwt`.
   */
  matchExpressions: z.array(cel).min(1, "needs at least one expression").max(256),
});

/** Authentication of clients by tokens of one issuer, which they find by the OAuth metadata of the path. */
const oauth = z.strictObject({
  /** Issuer of the tokens, exactly as their `iss` claim has it. */
  issuer: z.string().min(1).max(256),
  /** Audiences of which a token must have one, usually the public address of the path. Tokens for others are refused. */
  audiences: z.array(z.string().min(1)).min(1, "needs at least one audience").max(64),
  /** The keys that sign the tokens. */
  jwks,
  /** Kind of the identity provider, for those whose metadata or registration the gateway must adapt. Default: none. */
  provider: z.enum(["Auth0", "Authentik", "Descope", "Entra", "Keycloak", "Okta"]).optional(),
  /** What clients are told of the path (RFC 9728), such as `resource` and `scopesSupported`. Default: nothing more. */
  resourceMetadata: z.record(z.string(), z.json()).optional(),
});

/** How the MCP servers that share a path are offered together. */
export const mcpRouteSpec = z.strictObject({
  /**
   * When the names of tools and prompts begin with `<server>_`, or `<service>-<port name>_` for servers by label.
   * `Conditional`: with more than one server, so that a second one renames the tools of the first. Default: the controller's
   * own, `Conditional`.
   */
  prefixMode: z.enum(["Always", "Conditional", "Never"]).optional(),
  /** Whether the others serve on when one server fails (`FailOpen`). Default: the controller's own, `FailClosed`. */
  failureMode: failureMode.optional(),
  /** Whether a session stays with one server process. Default: the controller's own, `Stateful`. */
  sessionRouting: z.enum(["Stateful", "Stateless"]).optional(),
  /** A rule about single tools, prompts and resources. What it forbids is not listed either. Default: all are allowed. */
  authorization: authorization.optional(),
  /**
   * Requires a token of one issuer, with `iss` and `aud`. Clients find the issuer by the OAuth metadata. Default: no token is
   * needed.
   */
  oauth: oauth.optional(),
});

export type McpRouteSpec = z.infer<typeof mcpRouteSpec>;
export type OauthSpec = z.infer<typeof oauth>;
