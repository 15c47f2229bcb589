import { keySet } from "../jwks";
import { sortedEntries } from "../../kube/object";
import { namedList } from "../namedList";
import { serviceBackendRef, type ServiceRef } from "../service";
import { corsPolicy } from "./cors";
import { apiKeysSecretName, basicAuthSecretName } from "./secrets";
import type { PolicyMember, PolicySpec } from "./spec";

type Spec<Member extends PolicyMember> = NonNullable<PolicySpec[Member]>;

/** A member of a policy as the field of `spec.traffic` that it becomes. Absent members become absent fields. */
export function traffic(name: string, spec: PolicySpec): object {
  const { apiKeys, authorization, basicAuth, extAuth, headers, jwt, rateLimit, transformation } = spec;
  return {
    phase: spec.phase,
    apiKeyAuthentication: apiKeys && {
      mode: apiKeys.mode,
      location: apiKeys.location,
      secretRef: { name: apiKeysSecretName(name) },
    },
    authorization: authorization && {
      action: authorization.action,
      policy: { matchExpressions: [authorization.rule] },
    },
    basicAuthentication: basicAuth && {
      mode: basicAuth.mode,
      location: basicAuth.location,
      realm: basicAuth.realm,
      secretRef: { name: basicAuthSecretName(name), key: ".htaccess" },
    },
    cors: spec.cors && corsPolicy(spec.cors),
    extAuth: extAuth && asking(extAuth),
    headerModifiers: headers && {
      request: headers.request && modifiers(headers.request),
      response: headers.response && modifiers(headers.response),
    },
    jwtAuthentication: jwt && {
      mode: jwt.mode,
      location: jwt.location,
      providers: sortedEntries(jwt.providers).map(([issuer, provider]) => ({
        ...provider,
        jwks: keySet(keyHostName(name, issuer), provider.jwks),
      })),
    },
    rateLimit: rateLimit && {
      local: rateLimit.local && [rateLimit.local],
      global: rateLimit.global && asking(rateLimit.global),
    },
    retry: spec.retry,
    timeouts: spec.timeouts,
    transformation: transformation && {
      request: transformation.request && transform(transformation.request),
      response: transformation.response && transform(transformation.response),
    },
  };
}

/** Name of the backend for the keys of an issuer that are on a host. */
export function keyHostName(policy: string, issuer: string): string {
  return `${policy}-${issuer}-jwks`;
}

/** What has a service of its own judge. */
function asking({ service, ...rest }: { service: ServiceRef }): object {
  return { backendRef: serviceBackendRef(service), ...rest };
}

function modifiers({ set, add, remove }: NonNullable<Spec<"headers">["request"]>): object {
  return { set: namedList(set, "value"), add: namedList(add, "value"), remove };
}

function transform({ set, add, ...rest }: NonNullable<Spec<"transformation">["request"]>): object {
  return { set: namedList(set, "value"), add: namedList(add, "value"), ...rest };
}
