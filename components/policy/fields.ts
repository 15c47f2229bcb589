import { keySet } from "../jwks";
import { namedList, sortedEntries } from "../../kube/object";
import { serviceBackendRef, type ServiceRef } from "../service";
import { corsPolicy } from "./cors";
import { apiKeysSecretName, basicAuthSecretName, HTACCESS } from "./secrets";
import { fieldOf, POLICY_FIELDS, type PolicyField, type PolicySpec } from "./spec";

type Spec<Member extends PolicyField> = NonNullable<PolicySpec[Member]>;

/** A member of a policy as a field of `spec.traffic`. */
interface Rendering<Member extends PolicyField> {
  /** Whether the proxy finds out by it who sends a request. */
  authenticates?: true;
  /** The value of the field. */
  render: (policyField: Spec<Member>, policy: string) => unknown;
}

/** How each member is rendered. One that is missing here does not compile. */
const RENDERINGS: { readonly [Member in PolicyField]: Rendering<Member> } = {
  apiKeys: {
    authenticates: true,
    render: ({ mode, location, existingSecret }, policy) => ({
      mode,
      location,
      secretRef: { name: existingSecret ?? apiKeysSecretName(policy) },
    }),
  },
  authorization: {
    render: ({ action, rule }) => ({ action, policy: { matchExpressions: [rule] } }),
  },
  basicAuth: {
    authenticates: true,
    render: ({ mode, location, realm, existingSecret }, policy) => ({
      mode,
      location,
      realm,
      secretRef: { name: existingSecret ?? basicAuthSecretName(policy), key: HTACCESS },
    }),
  },
  cors: { render: corsPolicy },
  extAuth: { authenticates: true, render: externalService },
  headers: {
    render: ({ request, response }) => ({
      request: request && modifiers(request),
      response: response && modifiers(response),
    }),
  },
  jwt: {
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
    render: ({ local, global }) => ({ local: local && [local], global: global && externalService(global) }),
  },
  retry: { render: (retry) => retry },
  timeouts: { render: (timeouts) => timeouts },
  transformation: {
    render: ({ request, response }) => ({
      request: request && transform(request),
      response: response && transform(response),
    }),
  },
};

/** The fields by which the proxy finds out who sends a request. */
export const AUTHENTICATING_FIELDS: readonly string[] = POLICY_FIELDS.flatMap((member) =>
  RENDERINGS[member].authenticates ? [fieldOf(member)] : [],
);

/** What a policy does, as its `spec.traffic` says it. */
export function traffic(name: string, spec: PolicySpec): object {
  const members = Object.keys(RENDERINGS) as PolicyField[];
  return Object.fromEntries([
    ["phase", spec.phase],
    ...members.flatMap((policyField) => rendered(policyField, name, spec)),
    ...Object.entries(spec.traffic ?? {}),
  ]);
}

function rendered<Member extends PolicyField>(
  policyField: Member,
  name: string,
  spec: PolicySpec,
): [string, unknown][] {
  const { render }: Rendering<Member> = RENDERINGS[policyField];
  const said = spec[policyField];
  return said === undefined ? [] : [[fieldOf(policyField), render(said, name)]];
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
