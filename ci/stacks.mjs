// The stacks of the checkout, as outputs of a step of a workflow.
//
//   node ci/stacks.mjs          push=[...], approval=[...] and all=[...]: names of stacks, by when CI deploys them
//   node ci/stacks.mjs STACK    deploy=, packs= and policy= of one: when it is deployed, and the policy to ask
//
// STACKS, if set, names the stacks that CI is about, separated by spaces or commas. Otherwise it is about those that Argo CD
// deploys, and those in direct delivery that say `automation.deploy: push`.
import { spawnSync } from "node:child_process";

class Refusal extends Error {}

/** The stacks that CI is about. */
export function selected({ stacks, broken }, names = "") {
  for (const { file, message } of broken) console.error(`${file} is left out, because it has errors:\n${message}`);
  const wanted = names.split(/[\s,]+/).filter((name) => name !== "");
  const unknown = wanted.filter((name) => ![...stacks, ...broken].some((stack) => stack.name === name));
  if (unknown.length > 0) {
    throw new Refusal(`STACKS names ${unknown.join(" and ")}, and there is no such stack file in the checkout`);
  }
  if (wanted.length > 0) return stacks.filter(({ name }) => wanted.includes(name));
  return stacks.filter(({ delivery, deploy }) => delivery === "gitops" || deploy === "push");
}

/** Outputs about all stacks: lists for the matrix of a job. */
export function lists(stacks) {
  const names = (some) => JSON.stringify(some.map(({ name }) => name));
  const when = (deploy) => names(stacks.filter((stack) => stack.deploy === deploy));
  return { push: when("push"), approval: when("approval"), all: names(stacks) };
}

/** Outputs about one stack. Where no settings say how strictly the policy holds, it is not asked, as in `npm run policy`. */
export function outputsOf(name, { stacks, broken }) {
  const error = broken.find((stack) => stack.name === name);
  if (error) throw new Refusal(`${error.file} has errors:\n${error.message}`);
  const stack = stacks.find((each) => each.name === name);
  if (stack === undefined) throw new Refusal(`there is no stack file of "${name}" in the checkout`);
  return { deploy: stack.deploy, packs: stack.policy === null ? "" : "policy", policy: stack.policy ?? "" };
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
    const outputs = name === undefined ? lists(selected(listed(), process.env.STACKS)) : outputsOf(name, listed());
    for (const [key, value] of Object.entries(outputs)) console.log(`${key}=${value}`);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`error: ${error.message}`);
    process.exit(1);
  }
}
