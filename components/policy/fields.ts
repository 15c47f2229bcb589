import { keySet } from "../jwks";
import { namedList, sortedEntries } from "../../kube/object";
import { serviceBackendRef, type ServiceRef } from "../service";
import { corsPolicy } from "./cors";
import { apiKeysSecretName, basicAuthSecretName, HTACCESS } from "./secrets";
import type { PolicyField, PolicySpec } from "./spec";

type Spec<Member extends PolicyField> = NonNullable<PolicySpec[Member]>;

/** A member of a policy as a field of `spec.traffic`. */
interface Rendering<Member extends PolicyField> {
  field: string;
  /** Whether the proxy finds out by it who sends a request. */
  authenticates?: true;
  /** The value of the field. */
  render: (policyField: Spec<Member>, policy: string) => unknown;
}

/** How each member is rendered. One that is missing here does not compile. */
const RENDERINGS: { readonly [Member in PolicyField]: Rendering<Member> } = {
  apiKeys: {
    field: "apiKeyAuthentication",
    authenticates: true,
    render: ({ mode, location, existingSecret }, policy) => ({
      mode,
      location,
      secretRef: { name: existingSecret ?? apiKeysSecretName(policy) },
    }),
  },
  authorization: {
    field: "authorization",
    render: ({ action, rule }) => ({ action, policy: { matchExpressions: [rule] } }),
  },
  basicAuth: {
    field: "basicAuthentication",
    authenticates: true,
    render: ({ mode, location, realm, existingSecret }, policy) => ({
      mode,
      location,
      realm,
      secretRef: { name: existingSecret ?? basicAuthSecretName(policy), key: HTACCESS },
    }),
  },
  cors: { field: "cors", render: corsPolicy },
  extAuth: { field: "extAuth", authenticates: true, render: externalService },
  headers: {
    field: "headerModifiers",
    render: ({ request, response }) => ({
      request: request && modifiers(request),
      response: response && modifiers(response),
    }),
  },
  jwt: {
    field: "jwtAuthentication",
    authenticates: true,
    render: ({ mode, location, providers }, policy) => ({
      mode,
      location,
      providers: sortedEntries(providers).map(([issuer, provider]) => ({
        ...provider,
        jwks: keySet(keyHostName(policy, issuer), provider.jwks),
      })),
    }),
  },
  rateLimit: {
    field: "rateLimit",
    render: ({ local, global }) => ({ local: local && [local], global: global && externalService(global) }),
  },
  retry: { field: "retry", render: (retry) => retry },
  timeouts: { field: "timeouts", render: (timeouts) => timeouts },
  transformation: {
    field: "transformation",
    render: ({ request, response }) => ({
      request: request && transform(request),
      response: response && transform(response),
    }),
  },
};

/** The fields by which the proxy finds out who sends a request. */
export const AUTHENTICATING_FIELDS: readonly string[] = Object.values(RENDERINGS).flatMap(({ authenticates, field }) =>
  authenticates ? [field] : [],
);

/** What a policy does, as its `spec.traffic` says it. */
export function traffic(name: string, spec: PolicySpec): object {
  const members = Object.keys(RENDERINGS) as PolicyField[];
  return Object.fromEntries([
    ["phase", spec.phase],
    ...members.flatMap((policyField) => rendered(policyField, name, spec)),
  ]);
}

function rendered<Member extends PolicyField>(
  policyField: Member,
  name: string,
  spec: PolicySpec,
): [string, unknown][] {
  const { field, render }: Rendering<Member> = RENDERINGS[policyField];
  const said = spec[policyField];
  return said === undefined ? [] : [[field, render(said, name)]];
}

/** Name of the backend for the keys of an issuer that are on a host. */
export function keyHostName(policy: string, issuer: string): string {
  return `${policy}-${issuer}-jwks`;
}

/** A field that leaves the decision to a service. */
function externalService({ service, ...rest }: { service: ServiceRef }): object {
  return { backendRef: serviceBackendRef(service), ...rest };
}

function modifiers({ set, add, remove }: NonNullable<Spec<"headers">["request"]>): object {
  return { set: namedList(set, "value"), add: namedList(add, "value"), remove };
}

function transform({ set, add, ...rest }: NonNullable<Spec<"transformation">["request"]>): object {
  return { set: namedList(set, "value"), add: namedList(add, "value"), ...rest };
}
