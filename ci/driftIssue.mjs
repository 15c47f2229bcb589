// Looks for drift and keeps one GitHub issue about it: opens it, keeps it current, closes it when the drift is gone.
//
//   node ci/driftIssue.mjs STACK
//
// Needs gh and its GH_TOKEN. RUN is the address of the run that asks; it stands in the issue. Ends with 0 also where there
// is drift, for that is what the issue is for, and otherwise where it could not be told.
import { spawnSync } from "node:child_process";

/** What `npm run drift` ends with where something differs. */
const DRIFT = 7;
/** By the label the issues are found again. */
const LABEL = "drift";

/** A report in Markdown. What clusters say goes into code, where it is no markup and calls no one by name. */
export function bodyOf({ stack, findings }, run) {
  const code = (text) =>
    `\`${String(text)
      .replace(/[`\s]+/g, " ")
      .trim()}\``;
  const lines = findings.map(({ where, what, by, at, remedy }) => {
    const who = [by && `by ${code(by)}`, at && `at ${code(at)}`].filter(Boolean).join(" ");
    return `- ${code(where)} ${code(what)}${who ? `, ${who}` : ""}\n  ${code(remedy)}`;
  });
  const head = `${findings.length === 1 ? "One thing is" : `${findings.length} things are`} not as described, in stack ${code(stack)}:`;
  return [head, ...lines, ...(run ? [`Found by ${run}.`] : [])].join("\n\n");
}

/** What to do with the issue of a stack: the arguments of each `gh issue` to run. */
export function actionsFor(report, issue, run) {
  const title = `Drift in ${report.stack}`;
  if (!report.drift) {
    return issue === undefined
      ? []
      : [["close", issue, "--comment", ["The drift is gone.", ...(run ? [`Found by ${run}.`] : [])].join(" ")]];
  }
  const body = bodyOf(report, run);
  return issue === undefined
    ? [["create", "--title", title, "--label", LABEL, "--body", body]]
    : [["edit", issue, "--title", title, "--body", body]];
}

function must(command, args, accepted = [0]) {
  const { status, stdout, error } = spawnSync(command, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (error) throw error;
  if (accepted.includes(status)) return stdout;
  console.error(`error: ${command} ${args.slice(0, 2).join(" ")} ended with ${status}`);
  process.exit(1);
}

/** The number of the open issue about a stack. */
function openIssue(stack) {
  const fields = ["--state", "open", "--limit", "100", "--json", "number,title"];
  const issues = JSON.parse(must("gh", ["issue", "list", "--label", LABEL, ...fields]));
  return issues.find(({ title }) => title === `Drift in ${stack}`)?.number.toString();
}

function main(stack, { RUN: run, PULUMI_ORGANIZATION: organization }) {
  if (stack === undefined) {
    console.error("error: say which stack");
    process.exit(2);
  }
  if (organization) must("pulumi", ["org", "set-default", organization]);
  const report = JSON.parse(must("npm", ["run", "--silent", "drift", "--", stack, "--json"], [0, DRIFT]));
  must("gh", ["label", "create", LABEL, "--force", "--description", "A cluster is not as it is described"]);
  const actions = actionsFor(report, openIssue(stack), run);
  for (const action of actions) must("gh", ["issue", ...action]);
  console.log(
    `${stack}: ${report.findings.length} differences; ${actions.map(([verb]) => `${verb} the issue`).join() || "no issue"}`,
  );
}

if (import.meta.filename === process.argv[1]) main(process.argv[2], process.env);
