import { itemsIn, textIn, valueIn } from "../../checks/fields";
import { AUTHENTICATING_FIELDS } from "../../components/policy/fields";
import { rule } from "../rule";
import { effectivePolicies, attachmentPaths, type AttachmentPath } from "./attachments";
import type { KubernetesObject } from "../../kube/object";
import { named } from "./workloads";

const ROUTES = ["HTTPRoute", "GRPCRoute"];

export const authenticatedRoutes = rule({
  name: "authenticated-routes",
  description: "A route asks who is there, by a JWT, an API key, a password or a service that decides.",
  scope: "environment",
  options: {},
  check: (objects) => {
    const policies = objects.filter(({ kind }) => kind === "AgentgatewayPolicy");
    return objects
      .filter(({ kind }) => ROUTES.includes(kind))
      .filter((route) => servedPaths(route, objects).some((path) => !isAuthenticated(path, policies)))
      .map((object) => ({
        object,
        problem: "lets in anybody who can reach the gateway",
        remedy: "Attach a policy with jwt, apiKeys, basicAuth or extAuth to it, or to the gateway.",
        subject: named(object),
      }));
  },
});

/** The paths to those rules of a route that have a backend. */
function servedPaths(route: KubernetesObject, objects: readonly KubernetesObject[]): AttachmentPath[] {
  return itemsIn(route, "spec", "rules")
    .filter((each) => itemsIn(each, "backendRefs").length > 0)
    .flatMap((each) => attachmentPaths(route, textIn(each, "name"), objects));
}

function isAuthenticated(path: AttachmentPath, policies: readonly KubernetesObject[]): boolean {
  return AUTHENTICATING_FIELDS.some((field) => {
    const values = effectivePolicies(path, field, policies);
    return values.length > 0 && values.every(refuses);
  });
}

/** Optional and permissive modes, and services that may be out of reach, let unauthenticated requests pass. */
function refuses(authentication: unknown): boolean {
  const strict = ["Strict", undefined].includes(textIn(authentication, "mode"));
  return strict && valueIn(authentication, "failureMode") !== "FailOpen";
}
