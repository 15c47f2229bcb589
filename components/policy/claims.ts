/** An issuer of tokens, and whether its tokens must be for somebody. */
export interface Issuer {
  issuer: string;
  audiences?: readonly string[];
}

/**
 * The rule that makes a token have the claims that it is checked by. Agent Gateway 1.4.1 compares `iss` and `aud` only where
 * a token has them; without this rule, one of the right key that has neither passes.
 *
 * Requests without a token are up to the mode of the authentication, as are those for OAuth metadata. Rules of several
 * policies add up, so this one says nothing about the audience of tokens of other issuers.
 *
 * Needless from 1.5 on: there the proxy demands them itself.
 */
export function claimsRule(issuers: readonly Issuer[]): object {
  const strict = issuers.filter(({ audiences }) => audiences !== undefined).map(({ issuer }) => JSON.stringify(issuer));
  const audience = strict.length > 0 ? ` && (has(jwt.aud) || !(jwt.iss in [${strict.join(", ")}]))` : "";
  return { action: "Require", policy: { matchExpressions: [`jwt == null || (has(jwt.iss)${audience})`] } };
}
