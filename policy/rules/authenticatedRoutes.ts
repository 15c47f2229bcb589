import { Attachments } from "../../checks/attachments";
import { unauthenticatedRoutes } from "../../checks/authentication";
import { rule } from "../rule";
import { named } from "./workloads";

export const authenticatedRoutes = rule({
  name: "authenticated-routes",
  description: "A route asks who is there, by a JWT, an API key, a password or a service that decides.",
  scope: "environment",
  options: {},
  check: (objects) =>
    unauthenticatedRoutes(objects, new Attachments(objects)).map(({ route }) => ({
      object: route,
      problem: "lets in anybody who can reach the gateway",
      remedy: "Attach a policy with jwt, apiKeys, basicAuth or extAuth to it, or to the gateway.",
      subject: named(route),
    })),
});
