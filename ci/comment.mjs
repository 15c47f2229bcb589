// Keeps one comment of a pull request current: makes it, or replaces what it says.
//
//   node ci/comment.mjs NUMBER FILE
//
// The first line of the file says which comment it is; only comments of this workflow's own account are looked at.
// Needs gh and its GH_TOKEN, with the permission `pull-requests: write`.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** The account that GITHUB_TOKEN belongs to. */
const AUTHOR = "github-actions[bot]";

function gh(args, input) {
  const { status, stdout, error } = spawnSync("gh", ["api", ...args], {
    encoding: "utf8",
    input,
    maxBuffer: 256 * 2 ** 20,
    stdio: ["pipe", "pipe", "inherit"],
  });
  if (error) throw error;
  if (status === 0) return stdout;
  console.error(`error: gh api ${args[0]} ended with ${status}`);
  process.exit(1);
}

function main([number, file], { GITHUB_REPOSITORY: repository }) {
  if (!/^\d+$/.test(number ?? "") || file === undefined) {
    console.error("error: say which pull request, and the file: NUMBER FILE");
    process.exit(2);
  }
  const body = readFileSync(file, "utf8");
  const mark = body.split("\n", 1)[0];
  const all = `repos/${repository}/issues/${number}/comments`;
  const own = JSON.parse(gh([`${all}?per_page=100`, "--paginate", "--slurp"]))
    .flat()
    .find((comment) => comment.user.login === AUTHOR && comment.body.startsWith(mark));
  const [method, path] = own ? ["PATCH", `repos/${repository}/issues/comments/${own.id}`] : ["POST", all];
  gh([path, "--method", method, "--silent", "--input", "-"], JSON.stringify({ body }));
  console.log(own ? "the comment is current" : "commented");
}

if (import.meta.filename === process.argv[1]) main(process.argv.slice(2), process.env);
