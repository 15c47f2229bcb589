import { itemsIn, textIn, valueIn } from "../../checks/fields";
import { rule } from "../rule";
import { saidOn, waysTo, type Way } from "./attachments";
import type { KubernetesObject } from "../../kube/object";
import { named } from "./workloads";

/** Fields of a policy by which it asks who is there. */
const AUTHENTICATION = ["jwtAuthentication", "apiKeyAuthentication", "basicAuthentication", "extAuth"];

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
      .filter((route) => servedWays(route, objects).some((way) => !isAuthenticated(way, policies)))
      .map((object) => ({
        object,
        problem: "lets in anybody who can reach the gateway",
        remedy: "Attach a policy with jwt, apiKeys, basicAuth or extAuth to it, or to the gateway.",
        subject: named(object),
      }));
  },
});

/** The ways to those rules of a route that lead on to something. */
function servedWays(route: KubernetesObject, objects: readonly KubernetesObject[]): Way[] {
  return itemsIn(route, "spec", "rules")
    .filter((each) => itemsIn(each, "backendRefs").length > 0)
    .flatMap((each) => waysTo(route, textIn(each, "name"), objects));
}

function isAuthenticated(way: Way, policies: readonly KubernetesObject[]): boolean {
  return AUTHENTICATION.some((field) => {
    const said = saidOn(way, field, policies);
    return said.length > 0 && said.every(refuses);
  });
}

/** Optional and permissive modes, and services that may be out of reach, let strangers pass. */
function refuses(authentication: unknown): boolean {
  const strict = ["Strict", undefined].includes(textIn(authentication, "mode"));
  return strict && valueIn(authentication, "failureMode") !== "FailOpen";
}
