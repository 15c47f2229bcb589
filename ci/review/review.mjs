// Review environments: a pull request's catalogue, deployed by the code of the base into a namespace of its own.
//
//   node ci/review/review.mjs up NUMBER FILE    deploys FILE (of catalogue.cjs), and prints a comment in Markdown
//   node ci/review/review.mjs down NUMBER       removes the environment, if there is one
//   node ci/review/review.mjs expired           removes those of closed pull requests, and those that were not deployed for long
//
// The stack review-NUMBER gets its configuration from the stack REVIEW_TEMPLATE (default "review"), secrets included.
// REVIEW_HOURS (default 72) is the time that an environment stays after its last deployment. `expired` needs gh and its
// GH_TOKEN. It changes platform.ts in the checkout, which therefore must be one for this purpose alone.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

export class Refusal extends Error {}

/** What a pull request may change in an environment: what it serves, and not where, by whose credentials and from which charts. */
const CONTENTS = ["gateway", "llmProviders", "mcpServers", "mcpRoutes", "agents", "policies", "patches"];

/** Of another pull request's checkout it is data: a module that puts it over the catalogue of the base. */
export function platformModule(text) {
  let catalogue;
  try {
    catalogue = JSON.parse(text);
  } catch {
    throw new Refusal("the catalogue is no JSON");
  }
  if (typeof catalogue !== "object" || catalogue === null || Array.isArray(catalogue)) {
    throw new Refusal("the catalogue is no object");
  }
  const contents = Object.fromEntries(
    CONTENTS.filter((key) => Object.hasOwn(catalogue, key)).map((key) => [key, catalogue[key]]),
  );
  return [
    `import type { PlatformInput } from "./config/schema";`,
    `import { platform as base } from "./platform.base";`,
    ``,
    `const contents = JSON.parse(${JSON.stringify(JSON.stringify(contents))}) as Partial<PlatformInput>;`,
    `export const platform: PlatformInput = { ...base, ...contents };`,
    ``,
  ].join("\n");
}

/** The comment about an environment that was deployed: where each entry is served. */
export function commentOn({ urls = {}, paths = {}, namespace }, commit, hours) {
  const code = (text) => `\`${String(text).replace(/[`\s]+/g, " ")}\``;
  const [url] = Object.values(urls);
  const entries = Object.values(paths).flatMap((each) => Object.entries(each));
  return [
    "<!-- agentgateway-infra: review -->",
    `Review environment of ${code(commit.slice(0, 12))}, in the namespace ${code(namespace)}:`,
    url === undefined
      ? "The gateway has no address yet."
      : entries.map(([name, path]) => `- ${code(name)} ${code(`${url}${path}`)}`).join("\n"),
    `It is removed with the label, when the pull request closes, or ${hours} hours after the last push.`,
    "",
  ].join("\n\n");
}

/** The numbers of the environments that have to go. */
export function expiredOf(stacks, isOpen, now, hours) {
  return stacks.flatMap(({ name, lastUpdate }) => {
    const [, number] = /^(?:.*\/)?review-(\d+)$/.exec(name) ?? [];
    if (number === undefined) return [];
    // A stack without an update is being made now, or its deployment was cut off before it began.
    const old = lastUpdate !== undefined && now - Date.parse(lastUpdate) > hours * 3_600_000;
    return old || !isOpen(number) ? [number] : [];
  });
}

function must(command, args) {
  const { status, stdout, error } = spawnSync(command, args, {
    encoding: "utf8",
    maxBuffer: 256 * 2 ** 20,
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (error) throw error;
  if (status !== 0) throw new Refusal(`${command} ${args.slice(0, 2).join(" ")} ended with ${status}`);
  return stdout;
}

const pulumi = (...args) => must("pulumi", [...args, "--non-interactive"]);
/** What it prints is for the log. Standard output is for the comment. */
const logged = (...args) => process.stderr.write(pulumi(...args));

const stackOf = (number) => {
  if (!/^\d+$/.test(number ?? "")) throw new Refusal("say the number of the pull request");
  return `review-${number}`;
};

function configure(stack, template) {
  logged("stack", "select", "--create", stack);
  logged("config", "cp", "--stack", template, "--dest", stack);
  const set = (key, value) => logged("config", "set", "--stack", stack, "--path", key, value);
  set("namespace", `agentgateway-${stack}`);
  set("delivery", "direct");
}

function up(number, file, { template, hours }) {
  const stack = stackOf(number);
  const module = platformModule(readFileSync(file, "utf8"));
  configure(stack, template);
  if (!existsSync("platform.base.ts")) renameSync("platform.ts", "platform.base.ts");
  writeFileSync("platform.ts", module);
  logged("up", "--yes", "--skip-preview", "--stack", stack);
  const outputs = JSON.parse(pulumi("stack", "output", "--json", "--stack", stack));
  process.stdout.write(commentOn(outputs, process.env.COMMIT ?? "", hours));
}

const stacks = () => JSON.parse(pulumi("stack", "ls", "--json"));

function down(number, { template }) {
  const stack = stackOf(number);
  if (!stacks().some(({ name }) => name === stack || name.endsWith(`/${stack}`))) {
    return console.log(`there is no stack ${stack}`);
  }
  configure(stack, template);
  logged("destroy", "--yes", "--skip-preview", "--stack", stack);
  logged("stack", "rm", "--yes", stack);
  console.log(`${stack} is removed`);
}

function expired(settings) {
  const isOpen = (number) => JSON.parse(must("gh", ["pr", "view", number, "--json", "state"])).state === "OPEN";
  const numbers = expiredOf(stacks(), isOpen, new Date().getTime(), settings.hours);
  const failed = numbers.filter((number) => {
    try {
      down(number, settings);
      return false;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      console.error(`error: review-${number}: ${error.message}`);
      return true;
    }
  });
  if (failed.length > 0) throw new Refusal(`not removed: ${failed.map((number) => `review-${number}`).join(", ")}`);
  if (numbers.length === 0) console.log("no environment has to go");
}

if (import.meta.filename === process.argv[1]) {
  const [, , verb, number, file] = process.argv;
  const { REVIEW_TEMPLATE, REVIEW_HOURS, PULUMI_ORGANIZATION } = process.env;
  const settings = { template: REVIEW_TEMPLATE || "review", hours: Number(REVIEW_HOURS || 72) };
  try {
    if (!["up", "down", "expired"].includes(verb) || (verb === "up" && file === undefined)) {
      throw new Refusal("say what to do: up NUMBER FILE, down NUMBER, or expired");
    }
    if (PULUMI_ORGANIZATION) pulumi("org", "set-default", PULUMI_ORGANIZATION);
    if (verb === "up") up(number, file, settings);
    if (verb === "down") down(number, settings);
    if (verb === "expired") expired(settings);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`error: ${error.message}`);
    process.exit(1);
  }
}
