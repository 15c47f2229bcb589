// The stacks of the checkout, as outputs of a step of a workflow.
//
//   node ci/stacks.mjs          push=[...] and approval=[...]: names of stacks, by when CI deploys them;
//                               all=[...]: objects with the name and the branch of each
//   node ci/stacks.mjs STACK    deploy= of one: when it is deployed
//
// STACKS, if set, names the stacks that CI is about, separated by spaces or commas. Otherwise it is about all but those with
// `automation.deploy: none`, the default in direct delivery. BRANCH, if set, leaves out those that another branch is for.
import { spawnSync } from "node:child_process";

class Refusal extends Error {}

/** The stacks that CI is about. */
export function selected({ stacks: every, broken }, { STACKS: names = "", BRANCH: branch = "" }) {
  const stacks = every.filter((stack) => branch === "" || stack.branch === branch);
  for (const { file, message } of broken) console.error(`${file} is left out, because it has errors:\n${message}`);
  const wanted = names.split(/[\s,]+/).filter((name) => name !== "");
  const unknown = wanted.filter((name) => ![...every, ...broken].some((stack) => stack.name === name));
  if (unknown.length > 0) {
    throw new Refusal(`STACKS names ${unknown.join(" and ")}, and there is no such stack file in the checkout`);
  }
  if (wanted.length > 0) return stacks.filter(({ name }) => wanted.includes(name));
  return stacks.filter(({ deploy }) => deploy !== "none");
}

/** Outputs about all stacks: lists for the matrix of a job. */
export function lists(stacks) {
  const names = (some) => JSON.stringify(some.map(({ name }) => name));
  const isAtOnce = ({ deploy }) => deploy === "push";
  // One that STACKS names is deployed also where its own file says that CI doesn't.
  return {
    push: names(stacks.filter(isAtOnce)),
    approval: names(stacks.filter((stack) => !isAtOnce(stack))),
    all: JSON.stringify(stacks.map(({ name, branch }) => ({ name, branch }))),
  };
}

/** Outputs about one stack. */
export function outputsOf(name, { stacks, broken }) {
  const error = broken.find((stack) => stack.name === name);
  if (error) throw new Refusal(`${error.file} has errors:\n${error.message}`);
  const stack = stacks.find((each) => each.name === name);
  if (stack === undefined) throw new Refusal(`there is no stack file of "${name}" in the checkout`);
  return { deploy: stack.deploy };
}

function listed() {
  const { status, stdout, error } = spawnSync("npm", ["run", "--silent", "stacks", "--", "--json"], {
    encoding: "utf8",
    maxBuffer: 64 * 2 ** 20,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (error) throw error;
  if (status !== 0) throw new Refusal(`npm run stacks ended with ${status}`);
  return JSON.parse(stdout);
}

if (import.meta.filename === process.argv[1]) {
  try {
    const [, , name] = process.argv;
    const outputs = name === undefined ? lists(selected(listed(), process.env)) : outputsOf(name, listed());
    for (const [key, value] of Object.entries(outputs)) console.log(`${key}=${value}`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`error: ${error.message}`);
    process.exit(1);
  }
}
