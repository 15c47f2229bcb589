import { PolicyPack, type Policies, type PolicyConfigSchema } from "@pulumi/policy";
import { z } from "zod";
import type { KubernetesObject } from "../kube/object";
import { objectsOf } from "./objects";
import { describe, violationsOf, type Rule } from "./rule";
import { rules } from "./rules";

/**
 * The objects of each resource, by its URN. The engine gives a stack policy what resources have become, and
 * in GitOps an environment's objects are what components were given; so they are noted when a resource is analyzed.
 */
const noted = new Map<string, KubernetesObject[]>();

const note: Policies[number] = {
  name: "take-note",
  description: "Notes each object for the rules that judge an environment as a whole. It finds nothing itself.",
  enforcementLevel: "advisory",
  validateResource: ({ urn, type, props }) => void noted.set(urn, objectsOf(type, props)),
};

function policyOf(rule: Rule): Policies[number] {
  const { name, description, options } = rule;
  const shared = { name, description, configSchema: schemaOf(options) };
  if (rule.scope === "object") {
    return {
      ...shared,
      validateResource: (resource, report) => {
        const objects = objectsOf(resource.type, resource.props);
        for (const violation of violationsOf(rule, objects, resource.getConfig())) report(describe(violation));
      },
    };
  }
  return {
    ...shared,
    validateStack: (stack, report) => {
      const owners = new Map(
        stack.resources.flatMap(({ urn }) => (noted.get(urn) ?? []).map((object) => [object, urn] as const)),
      );
      for (const violation of violationsOf(rule, [...owners.keys()], stack.getConfig())) {
        report(describe(violation), owners.get(violation.object));
      }
    },
  };
}

/** The settings of a rule, as the engine checks them. */
function schemaOf(options: Rule["options"]): PolicyConfigSchema {
  const { properties } = z.toJSONSchema(options, { io: "input" });
  return { properties: properties as PolicyConfigSchema["properties"] };
}

new PolicyPack("agentgateway-infra", { enforcementLevel: "mandatory", policies: [note, ...rules.map(policyOf)] });
