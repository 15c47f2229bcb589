import type { types } from "@pulumi/pulumiservice";
import type { DeploymentSettingsArgs, DriftScheduleArgs } from "@pulumi/pulumiservice";
import type { ListedStack } from "./stacks";

/** Where the stacks are, in Pulumi Cloud and on GitHub. */
export interface Place {
  organization: string;
  /** The repository, such as `acme/agentgateway-infra`. */
  repository: string;
}

/** How a stack's runs log in to clouds: by tokens that Pulumi Cloud makes for each run. */
export type CloudLogin = types.input.OperationContextOIDCArgs;

const PROJECT = "agentgateway-infra";

/** The CLI of the version that is tested, with the CLIs of AWS, Azure and Google Cloud and the plugin of GKE. */
const IMAGE = "pulumi/pulumi:3.259.0";

/** Where a stack in direct delivery gets its program from. */
const BRANCH = "dev";

/** What a deployment does not depend on. */
const NOT_DEPLOYED = ["docs/**", "tests/**", "dev/**", "**.md"];

/** How Pulumi Deployments runs a stack. */
export function deploymentSettings(
  { name, deploy, branch, policy }: ListedStack,
  { organization, repository }: Place,
  login?: CloudLogin,
): DeploymentSettingsArgs {
  return {
    organization,
    project: PROJECT,
    stack: name,
    sourceContext: { git: { branch: `refs/heads/${branch ?? BRANCH}`, repoDir: "." } },
    github: {
      repository,
      // It would run the code of whoever may push a branch, with the secrets of the stack and before anybody has read it.
      previewPullRequests: false,
      deployCommits: deploy === "push",
      paths: NOT_DEPLOYED.map((path) => `!${path}`),
    },
    executorContext: { executorImage: IMAGE },
    operationContext: {
      ...(login && { oidc: login }),
      preRunCommands: ["node ci/beforeDeployment.mjs"],
      environmentVariables: policyVariables(policy),
      options: {
        // What was pushed while one ran is deployed together.
        skipIntermediateDeployments: true,
      },
    },
  };
}

/** Each option of the CLI has such a twin. A violation of the policy ends a run before it changes anything. */
function policyVariables(policy: string | null): Record<string, string> {
  return policy === null ? {} : { PULUMI_OPTION_POLICY_PACK: "policy", PULUMI_OPTION_POLICY_PACK_CONFIG: policy };
}

/** When Pulumi Cloud looks for drift. It only reports: what to do about it is for people to decide. */
export function driftSchedule({ name }: ListedStack, { organization }: Place): DriftScheduleArgs {
  return { organization, project: PROJECT, stack: name, scheduleCron: "0 */4 * * *", autoRemediate: false };
}
