import type { DeploymentSettingsArgs, DriftScheduleArgs } from "@pulumi/pulumiservice";

/** Where the stacks are, in Pulumi Cloud and on GitHub. */
export interface Place {
  organization: string;
  /** The repository, such as `acme/agentgateway-infra`. */
  repository: string;
}

/** The stacks, in the order in which changes reach them. */
export const stacks = ["dev", "stage", "prod"];

const PROJECT = "agentgateway-infra";

/** The CLI of the version that is tested, with a Node.js that the SDK takes. */
const IMAGE = "pulumi/pulumi-nodejs-22:3.259.0";

/** The branch that Argo CD follows for every environment. */
const BRANCH = "refs/heads/dev";

/** Stacks that a push deploys. The others wait for someone who says so. */
const AT_ONCE = ["dev"];

/** What a deployment does not depend on. */
const NOT_DEPLOYED = ["docs/**", "tests/**", "dev/**", "**.md"];

/** How Pulumi Deployments runs a stack. */
export function deploymentSettings(stack: string, { organization, repository }: Place): DeploymentSettingsArgs {
  return {
    organization,
    project: PROJECT,
    stack,
    sourceContext: { git: { branch: BRANCH, repoDir: "." } },
    github: {
      repository,
      previewPullRequests: true,
      deployCommits: AT_ONCE.includes(stack),
      paths: NOT_DEPLOYED.map((path) => `!${path}`),
    },
    executorContext: { executorImage: IMAGE },
    operationContext: {
      // Each option of the CLI has such a twin. A violation of the policy ends a run before it changes anything.
      environmentVariables: {
        PULUMI_OPTION_POLICY_PACK: "policy",
        PULUMI_OPTION_POLICY_PACK_CONFIG: `policy/${stack}.json`,
      },
      options: {
        // What was pushed while one ran is deployed together.
        skipIntermediateDeployments: true,
      },
    },
  };
}

/** When Pulumi Cloud looks for drift. It only reports: what to do about it is for people to decide. */
export function driftSchedule(stack: string, { organization }: Place): DriftScheduleArgs {
  return { organization, project: PROJECT, stack, scheduleCron: "0 */4 * * *", autoRemediate: false };
}
