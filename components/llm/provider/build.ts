import { compact } from "../../../kube/object";
import { isElsewhere, serviceBackendRef } from "../../service";
import { authPolicy, credentialsPolicy } from "./auth/build";
import { aiPolicy, type Choice } from "../traffic/build";
import type { ProviderSpec } from "./spec";
import { upstreamFields, upstreamTls } from "./upstream";

/**
 * A provider in the terms of a backend: alone in `ai.provider`, or one of `ai.groups`.
 *
 * @param model replaces the model of the spec; with `azureopenai`, where a deployment is a model, the deployment
 */
export function providerConfig(spec: ProviderSpec, model?: string): object {
  const place = "upstream" in spec || "service" in spec ? upstreamFields(spec) : {};
  return compact({ [spec.provider]: kindConfig(spec, model), ...place });
}

function kindConfig(spec: ProviderSpec, override: string | undefined): object {
  if (spec.provider === "azureopenai") {
    const { endpoint, deploymentName, apiVersion } = spec;
    return { endpoint, deploymentName: override ?? deploymentName, apiVersion };
  }
  const model = override ?? spec.model;
  switch (spec.provider) {
    case "openai":
    case "anthropic":
    case "gemini":
      return { model };
    case "vertexai":
      return { projectId: spec.projectId, region: spec.region, model };
    case "azure": {
      const { resourceName, resourceType, projectName, apiVersion } = spec;
      return { resourceName, resourceType, projectName, model, apiVersion };
    }
    case "bedrock":
      return { region: spec.region, model };
    case "custom":
      return {
        backendRef: spec.service && !isElsewhere(spec.service) ? serviceBackendRef(spec.service) : undefined,
        formats: spec.formats.map((type) => ({ type })),
        model,
      };
  }
}

/** What holds for requests to a provider: alone, or as one of those that an entry chooses from. */
export function providerPolicies(name: string, spec: ProviderSpec, choice?: Choice): object {
  return present({
    auth: authPolicy(name, spec),
    transformation: credentialsPolicy(spec),
    tls: "upstream" in spec ? upstreamTls(spec) : undefined,
    ai: aiPolicy(name, spec, choice),
  });
}

/** Those policies that there are. Empty ones would be refused. */
export function present(all: Record<string, object | undefined>): object {
  return Object.fromEntries(Object.entries(all).filter(([, policy]) => policy !== undefined));
}
