import { toYaml } from "../../../core/yaml";
import { healthChecks } from "../health";
import type { Data } from "../settings";
import type { ExistingArgoCd } from "./facts";

/** A setting that an environment does without, and what it has of it. */
interface Lack {
  key: string;
  effect: string;
}

const EFFECTS: Record<string, string> = {
  "argoproj.io_Application": "Argo CD calls the root Application Healthy before its children are",
  "agentgateway.dev_AgentgatewayBackend": "Argo CD does not see that the controller refuses a backend",
  "agentgateway.dev_AgentgatewayPolicy": "Argo CD does not see that the controller refuses a policy",
};

/**
 * What an Argo CD that no stack has installed lacks, with the lines to add: the environment is deployed all the same, and
 * `pulumi up` waits for each of its Applications by itself.
 */
export function lacksWarning({ settings, installer }: ExistingArgoCd, namespace: string): string | undefined {
  if (installer !== "somebody else" || settings === "missing") return undefined;
  if (settings === undefined)
    return `The settings of the Argo CD in ${namespace} can't be read with this kubeconfig, so they were not checked.`;
  const lacks = missingChecks(settings.data);
  if (lacks.length === 0) return undefined;
  const lines = Object.fromEntries(lacks.map(({ key }) => [key, healthChecks[key]]));
  return [
    `The Argo CD in ${namespace} lacks settings. It deploys the environment without them, but:`,
    ...lacks.map(({ key, effect }) => `  - ${key}: ${effect}`),
    `Have its owner add to ${settings.place}:`,
    toYaml(lines).trimEnd(),
  ].join("\n");
}

function missingChecks(data: Data): Lack[] {
  // The form of before, in which one key has the checks of all kinds.
  const former = data["resource.customizations"] ?? "";
  return Object.entries(EFFECTS)
    .map(([kind, effect]) => ({ kind, key: `resource.customizations.health.${kind}`, effect }))
    .filter(({ kind, key }) => !data[key] && !former.includes(`${kind.replace("_", "/")}:`));
}
