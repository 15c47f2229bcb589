import type { SecretSpec } from "../../credentials";
import { declaredEntry } from "../../credentials";
import { toYaml } from "../../../core/yaml";
import { sortedEntries } from "../../../kube/object";
import type { SsoSpec } from "./spec";

/** The Secret with what is secret in single sign-on. Argo CD reads it by `$<its name>:<key>`. */
const SECRET = "argocd-sso";

/** Single sign-on, for `argocd-cm`. */
export function signOn(sso: SsoSpec | undefined): Record<string, string> {
  if (sso === undefined) return {};
  const { existingSecret } = sso;
  const reference = (key: string) => `$${existingSecret ?? SECRET}:${key}`;
  if (sso.kind === "oidc") {
    const { name, issuer, clientID, clientSecret, cliClientID, pkce, scopes, claims, rootCA } = sso.oidc;
    return {
      "oidc.config": toYaml({
        name,
        issuer,
        clientID,
        clientSecret: (existingSecret ?? clientSecret) && reference(OIDC_KEY),
        cliClientID,
        enablePKCEAuthentication: pkce || undefined,
        requestedScopes: scopes,
        requestedIDTokenClaims: claims,
        rootCA,
      }),
    };
  }
  const connectors = sortedEntries(sso.dex.connectors).map(([id, { type, name = id, config, secrets }]) => ({
    type,
    id,
    name,
    config: {
      ...config,
      ...Object.fromEntries(Object.keys(secrets).map((key) => [key, reference(connectorKey(id, key))])),
    },
  }));
  return { "dex.config": toYaml({ connectors }) };
}

/** The Secret that Pulumi makes for single sign-on, where it has something secret. None where someone else makes it. */
export function signOnSecret(sso: SsoSpec | undefined): SecretSpec | undefined {
  if (sso?.existingSecret !== undefined) return undefined;
  const entries = sso === undefined ? [] : sso.kind === "oidc" ? oidcEntries(sso.oidc) : connectorEntries(sso.dex);
  return entries.length === 0 ? undefined : { name: SECRET, entries };
}

const OIDC_KEY = "oidc.clientSecret";

function oidcEntries({ clientSecret, pkce }: Extract<SsoSpec, { kind: "oidc" }>["oidc"]): SecretSpec["entries"] {
  if (pkce && clientSecret === undefined) return [];
  return [{ path: "argocd.sso.oidc.clientSecret", key: OIDC_KEY, value: clientSecret, required: true }];
}

function connectorEntries({ connectors }: Extract<SsoSpec, { kind: "dex" }>["dex"]): SecretSpec["entries"] {
  return sortedEntries(connectors).flatMap(([id, { secrets }]) =>
    sortedEntries(secrets).map(([key, value]) =>
      declaredEntry(`argocd.sso.dex.connectors.${id}.secrets.${key}`, connectorKey(id, key), value),
    ),
  );
}

function connectorKey(id: string, key: string): string {
  return `dex.${id}.${key}`;
}
