// Asks GitHub whether those who approved may push to the repository, and ends with 1 where none of them may: an
// environment's reviewers, and reviewers of pull requests, need no more than the right to read.
//
//   node ci/approvals.mjs user LOGIN          this person may push
//   node ci/approvals.mjs environment NAME    someone who may push approved this run's deployment to the environment
//
// Needs gh and its GH_TOKEN, with the permission `actions: read` for an environment.
import { spawnSync } from "node:child_process";

class Refusal extends Error {}

/** What GitHub calls the rights that include pushing. The role "maintain" is answered as "write". */
const MAY_PUSH = ["admin", "write"];

/** The people who approved a run's deployment to an environment, from the run's history of reviews. */
export function approvers(reviews, environment) {
  return reviews
    .filter(({ state, environments }) => state === "approved" && environments.some(({ name }) => name === environment))
    .map(({ user }) => user.login);
}

function get(path) {
  const { status, stdout, error } = spawnSync("gh", ["api", path], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (error) throw error;
  if (status !== 0) throw new Refusal(`gh api ${path} ended with ${status}`);
  return JSON.parse(stdout);
}

function mayPush(repository, login) {
  // A login goes into an address.
  if (!/^[A-Za-z0-9-]+$/.test(login)) return false;
  return MAY_PUSH.includes(get(`repos/${repository}/collaborators/${login}/permission`).permission);
}

function main([what, name = ""], { GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run }) {
  if (what === "user") {
    if (!mayPush(repository, name)) throw new Refusal(`${name} approved, but may not push to ${repository}`);
    return `${name} may push to ${repository}`;
  }
  if (what !== "environment" || name === "") throw new Refusal("say what to ask: user LOGIN, or environment NAME");
  const people = approvers(get(`repos/${repository}/actions/runs/${run}/approvals`), name);
  const entitled = people.find((login) => mayPush(repository, login));
  if (entitled !== undefined) return `${entitled} approved the deployment to ${name}`;
  const found = people.length === 0 ? "nobody approved it" : `${people.join(" and ")} approved it, but may not push`;
  throw new Refusal(
    `the deployment to ${name} needs the approval of someone who may push to ${repository}: ${found}.\n` +
      `Give the environment ${name} required reviewers (Settings, Environments), or say automation.deploy: push in the stack file.`,
  );
}

if (import.meta.filename === process.argv[1]) {
  try {
    console.log(main(process.argv.slice(2), process.env));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`error: ${error.message}`);
    process.exit(1);
  }
}
