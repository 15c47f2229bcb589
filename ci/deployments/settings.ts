import type { DeploymentSettingsArgs, DriftScheduleArgs, types } from "@pulumi/pulumiservice";

/** Where the stacks are, in Pulumi Cloud and on GitHub. */
export interface Place {
  organization: string;
  /** The repository, such as `acme/agentgateway-infra`. */
  repository: string;
}

/** What is read of a stack in the list of `npm run stacks -- --json` (docs/environments.md). */
export interface Stack {
  name: string;
  /** When it is deployed: at each push, when somebody says so, or not by CI. */
  deploy: "push" | "approval" | "none";
  /** The branch that it is deployed from. */
  branch: string;
}

/** How a stack's runs log in to clouds: by tokens that Pulumi Cloud makes for each run. */
export type CloudLogin = types.input.OperationContextOIDCArgs;

const PROJECT = "agentgateway-infra";

/** The CLI of the version that is tested, with the CLIs of AWS, Azure and Google Cloud and the plugin of GKE. */
const IMAGE = "pulumi/pulumi:3.259.0";

/** Where a run puts the settings of the policy. */
const POLICY_CONFIG = "/tmp/policy.json";

/** What a deployment does not depend on. */
const NOT_DEPLOYED = ["docs/**", "tests/**", "dev/**", "**.md"];

/** How Pulumi Deployments runs a stack. */
export function deploymentSettings(
  { name, deploy, branch }: Stack,
  { organization, repository }: Place,
  login?: CloudLogin,
): DeploymentSettingsArgs {
  return {
    organization,
    project: PROJECT,
    stack: name,
    sourceContext: { git: { branch: `refs/heads/${branch}`, repoDir: "." } },
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
      // The last one writes the stack's settings, which may be those of another one, or build upon them: Pulumi doesn't know that.
      preRunCommands: [
        "node ci/beforeDeployment.mjs",
        "npm ci",
        `npm run --silent policy -- --settings ${name} > ${POLICY_CONFIG}`,
      ],
      // Each option of the CLI has such a twin. A violation of the policy ends a run before it changes anything.
      environmentVariables: { PULUMI_OPTION_POLICY_PACK: "policy", PULUMI_OPTION_POLICY_PACK_CONFIG: POLICY_CONFIG },
      options: {
        // The second command has done so.
        skipInstallDependencies: true,
        // What was pushed while one ran is deployed together.
        skipIntermediateDeployments: true,
      },
    },
  };
}

/** When Pulumi Cloud looks for drift. It only reports: what to do about it is for people to decide. */
export function driftSchedule({ name }: Stack, { organization }: Place): DriftScheduleArgs {
  return { organization, project: PROJECT, stack: name, scheduleCron: "0 */4 * * *", autoRemediate: false };
}
