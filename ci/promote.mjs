// Moves a branch on to what the one before it holds: stage follows dev, main follows stage. Never a merge and never by
// force, so that what was checked and approved is, commit for commit, what the next branch gets.
//
//   node ci/promote.mjs <stage|main> [--commit SHA] [--checked SHA] [--remote NAME] [--dry-run | --plan]
//
// It does not ask whether the environment before runs that commit: `npm run promote` does, and then calls this.
//
// --commit   promote this commit of the branch before, where it is not the newest (such as the one that was approved)
// --checked  the rendered tree of this commit has been checked already, where the checker must not be able to push
// --plan     move nothing; print as JSON which commit of which branch would be moved to
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

/** Where each branch gets its commits from. */
const BEFORE = { stage: "dev", main: "stage" };

class Refusal extends Error {}

function git(...args) {
  const { status, stdout, stderr, error } = spawnSync("git", args, { encoding: "utf8" });
  if (error) throw error;
  return { ok: status === 0, text: stdout.trimEnd(), message: stderr.trim() };
}

function must(...args) {
  const { ok, text, message } = git(...args);
  if (!ok) throw new Refusal(`git ${args[0]} failed: ${message}`);
  return text;
}

const contains = (newer, older) => git("merge-base", "--is-ancestor", older, newer).ok;
const shown = (commit) => commit.slice(0, 12);

/** What has been done, or with `dryRun` would be, and about which commit of which branch. */
function promote(target, { commit: wanted, checked, remote, dryRun }) {
  const source = BEFORE[target];
  if (source === undefined) throw new Refusal(`say where to: ${Object.keys(BEFORE).join(" or ")}`);
  must("fetch", "--quiet", "--no-tags", remote, `+refs/heads/*:refs/remotes/${remote}/*`);
  const head = git("rev-parse", "--verify", "--quiet", `refs/remotes/${remote}/${source}^{commit}`).text;
  if (head === "") throw new Refusal(`${remote} has no branch ${source}`);
  const commit = wanted === undefined ? head : must("rev-parse", "--verify", "--quiet", `${wanted}^{commit}`);
  if (!contains(head, commit)) throw new Refusal(`${shown(commit)} is not on ${source}`);
  const stays = (text) => ({ source, commit, moves: false, text });

  const current = git("rev-parse", "--verify", "--quiet", `refs/remotes/${remote}/${target}^{commit}`).text;
  if (current !== "" && contains(commit, current) === false) {
    if (contains(current, commit)) return stays(`${target} is beyond ${shown(commit)} already`);
    const own = must("log", "--format=  %h %s", `${commit}..${current}`);
    throw new Refusal(
      `${target} has commits that ${source} has not, so this is no fast-forward:\n${own}\nBring them to dev, then set ${target} back to where ${source} was.`,
    );
  }
  if (current === commit) return stays(`${target} is at ${shown(commit)} already`);
  if (checked === undefined || must("rev-parse", "--verify", "--quiet", `${checked}^{commit}`) !== commit) {
    checkTree(commit);
  }
  const moves = { source, commit, moves: true };
  if (dryRun) return { ...moves, text: `${target} would move to ${shown(commit)}` };
  // Without force: should someone have pushed meanwhile, the remote refuses.
  must("push", "--quiet", remote, `${commit}:refs/heads/${target}`);
  return { ...moves, text: `${target} moved from ${current === "" ? "nothing" : shown(current)} to ${shown(commit)}` };
}

/** Runs the check of the rendered tree on the files of the commit, which therefore must be those of the checkout. */
function checkTree(commit) {
  if (must("rev-parse", "HEAD") !== commit || must("status", "--porcelain", "--untracked-files=no") !== "") {
    throw new Refusal(`check out ${shown(commit)} without changes: its rendered tree is checked before it is promoted`);
  }
  const { status } = spawnSync("npm", ["run", "--silent", "render", "--", "--check"], {
    // What this prints itself may be read by a program.
    stdio: ["ignore", process.stderr, "inherit"],
  });
  if (status !== 0) throw new Refusal(`the rendered tree of ${shown(commit)} is not what its configuration says`);
}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      commit: { type: "string" },
      checked: { type: "string" },
      remote: { type: "string", default: "origin" },
      "dry-run": { type: "boolean", default: false },
      plan: { type: "boolean", default: false },
    },
  });
  const result = promote(positionals[0], { ...values, dryRun: values["dry-run"] || values.plan });
  console.log(values.plan ? JSON.stringify(result) : result.text);
} catch (error) {
  if (!(error instanceof Refusal) && !error.code?.startsWith("ERR_PARSE_ARGS")) throw error;
  console.error(`error: ${error.message}`);
  process.exit(1);
}
