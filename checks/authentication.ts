import { AUTHENTICATING_FIELDS } from "../components/policy/fields";
import type { KubernetesObject } from "../kube/object";
import type { AttachmentPath, Attachments } from "./attachments";
import { itemsIn, textIn, valueIn } from "./fields";

/** Routes of connections ask for nothing: what they carry is not read. */
const ROUTES = ["HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute"];

/** A route that serves requests without credentials. */
export interface UnauthenticatedRoute {
  route: KubernetesObject;
  /** The policies that ask for credentials there, and let requests pass without. None: nothing asks. */
  lenient: readonly KubernetesObject[];
}

/**
 * The routes with a rule that leads somewhere and that serves requests without credentials: on a path to it, neither a JWT, an API
 * key nor a password is required, and no service decides.
 *
 * @param isReachable the Gateways that count. Default: all
 */
export function unauthenticatedRoutes(
  objects: readonly KubernetesObject[],
  attachments: Attachments,
  isReachable: (gateway: KubernetesObject) => boolean = () => true,
): UnauthenticatedRoute[] {
  return objects.flatMap((route) => {
    if (!ROUTES.includes(route.kind)) return [];
    const open = servedPaths(route, attachments)
      .filter(({ gateway }) => isReachable(gateway))
      .filter((path) => !isAuthenticated(path, attachments));
    if (open.length === 0) return [];
    return [{ route, lenient: [...new Set(open.flatMap((path) => lenientPolicies(path, attachments)))] }];
  });
}

/** The paths to those rules of a route that have a backend: a redirect serves nothing. */
function servedPaths(route: KubernetesObject, attachments: Attachments): AttachmentPath[] {
  const serving = itemsIn(route, "spec", "rules").filter((rule) => itemsIn(rule, "backendRefs").length > 0);
  const names = new Set(serving.map((rule) => textIn(rule, "name")));
  return [...names].flatMap((name) => attachments.paths(route, name));
}

function isAuthenticated(path: AttachmentPath, attachments: Attachments): boolean {
  return AUTHENTICATING_FIELDS.some((field) => {
    const policies = attachments.effectivePolicies(path, field);
    return policies.length > 0 && policies.every((policy) => refuses(valueIn(policy, "spec", "traffic", field)));
  });
}

function lenientPolicies(path: AttachmentPath, attachments: Attachments): KubernetesObject[] {
  return AUTHENTICATING_FIELDS.flatMap((field) =>
    attachments.effectivePolicies(path, field).filter((policy) => !refuses(valueIn(policy, "spec", "traffic", field))),
  );
}

/** Optional and permissive modes, and services that may be out of reach, let unauthenticated requests pass. */
function refuses(authentication: unknown): boolean {
  const strict = ["Strict", undefined].includes(textIn(authentication, "mode"));
  return strict && valueIn(authentication, "failureMode") !== "FailOpen";
}
