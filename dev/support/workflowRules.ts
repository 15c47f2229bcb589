/** What must hold of a workflow, so that it can be trusted with a repository: one judgement over its parsed YAML. */

interface Step {
  uses?: string;
  run?: string;
  if?: string;
  with?: Record<string, string | number | boolean>;
  env?: Record<string, unknown>;
}

interface Job {
  uses?: string;
  permissions?: Record<string, string>;
  concurrency?: unknown;
  environment?: unknown;
  "runs-on"?: unknown;
  "timeout-minutes"?: number;
  steps?: Step[];
}

/** A workflow, as far as the rules look at it. */
export interface Workflow {
  on: Record<string, unknown> | string | string[];
  permissions?: unknown;
  concurrency?: unknown;
  env?: unknown;
  jobs: Record<string, Job>;
}

/** Events that a pull request causes, whoever opened it. */
const OF_PULL_REQUESTS = ["pull_request", "pull_request_review", "pull_request_review_comment", "issue_comment"];
/** Events that give a stranger's pull request the rights of the repository. */
const DANGEROUS = ["pull_request_target", "workflow_run"];
/** What is checked out where it is no pull request's code, although a pull request caused the run. */
const OF_THE_REPOSITORY = ["dev", "${{ github.event.pull_request.base.sha }}"];
/** Refs that are a pull request's code, whatever caused the run. */
const OF_A_PULL_REQUEST = /pull_request\.head|head_ref|refs\/pull\/|review\.commit_id/;
const CHECKOUT = "actions/checkout@";

/** What in a workflow can't be trusted: a line each, with the job. */
export function untrusted(workflow: Workflow): string[] {
  const found = Object.entries(workflow.jobs).flatMap(([name, job]) =>
    [...aboutEach(workflow, job), ...(runsPullRequest(workflow, job) ? aboutPullRequests(job) : [])].map(
      (problem) => `${name} ${problem}`,
    ),
  );
  const dangerous = eventsOf(workflow).filter((event) => DANGEROUS.includes(event));
  return [
    ...dangerous.map((event) => `is started by ${event}`),
    ...(JSON.stringify(workflow.permissions) === "{}" ? [] : ["gives permissions to all jobs"]),
    ...(/secrets\./.test(JSON.stringify(workflow.env ?? {})) ? ["has a secret in the variables of all jobs"] : []),
    ...found,
  ];
}

/** True where a job runs a pull request's code: it checks it out, or whatever its run was started for. */
export function runsPullRequest(workflow: Workflow, job: Job): boolean {
  const causedByOne = eventsOf(workflow).some((event) => [...OF_PULL_REQUESTS, ...DANGEROUS].includes(event));
  return (job.steps ?? [])
    .filter(({ uses }) => uses?.startsWith(CHECKOUT))
    .map((step) => String(step.with?.ref ?? ""))
    .some((ref) => OF_A_PULL_REQUEST.test(ref) || (causedByOne && !OF_THE_REPOSITORY.includes(ref)));
}

function eventsOf({ on }: Workflow): string[] {
  return typeof on === "string" ? [on] : Array.isArray(on) ? on : Object.keys(on);
}

/** A job that runs a pull request's code reads what everybody may read, and is nobody. */
function aboutPullRequests(job: Job): string[] {
  const rights = Object.entries(job.permissions ?? {}).filter(
    ([scope, right]) => `${scope}: ${right}` !== "contents: read",
  );
  const text = JSON.stringify(job);
  return [
    ...rights.map(([scope, right]) => `runs a pull request's code with ${scope}: ${right}`),
    ...(/secrets\./.test(text) ? ["runs a pull request's code with a secret"] : []),
    ...(/github\.token|GITHUB_TOKEN/.test(text) ? ["runs a pull request's code with a token"] : []),
    ...(job.environment === undefined ? [] : ["runs a pull request's code in an environment"]),
    // Runners that reach the clusters, and may have an identity there.
    ...(/vars\.RUNNER\b|self-hosted/.test(JSON.stringify(job["runs-on"] ?? ""))
      ? ["runs a pull request's code on a runner that reaches clusters"]
      : []),
  ];
}

function aboutEach(workflow: Workflow, job: Job): string[] {
  const steps = job.steps ?? [];
  const called = job.uses !== undefined;
  return [
    ...(job.permissions === undefined ? ["doesn't say its permissions"] : []),
    ...(called || job["timeout-minutes"] ? [] : ["has no limit of time"]),
    ...(called || job.concurrency || workflow.concurrency ? [] : ["may run several times at once"]),
    ...(/secrets\.|"secrets":/.test(JSON.stringify(job)) ? ["has a stored secret"] : []),
    // By its environment an identity is told from that of any other branch's workflow.
    ...(!called && job.permissions?.["id-token"] && job.environment === undefined
      ? ["has an identity and no environment"]
      : []),
    ...steps.flatMap(aboutStep),
  ];
}

function aboutStep({ uses, run, with: inputs }: Step): string[] {
  const isPinned = uses === undefined || uses.startsWith("./") || /@[0-9a-f]{40}$/.test(uses);
  return [
    ...(isPinned ? [] : [`runs ${uses}, which is not pinned to a commit`]),
    ...(uses?.startsWith(CHECKOUT) && inputs?.["persist-credentials"] !== false
      ? ["leaves its token in the checkout"]
      : []),
    ...(/\$\{\{/.test(run ?? "") ? ["puts an expression into a script"] : []),
  ];
}
