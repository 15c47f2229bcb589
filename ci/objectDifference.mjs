// What a pull request changes in the rendered objects, as Markdown for a comment.
//
//   node ci/objectDifference.mjs BASE HEAD
//
// Both are files with what `npm run render -- --objects` printed. HEAD comes from a job that runs the pull request's code, so
// its contents are taken for text that anybody may have written: nothing in it becomes markup, a mention or a path.
import { spawnSync } from "node:child_process";
import { closeSync, constants, fstatSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** By its first line the comment is found again. */
export const MARK = "<!-- agentgateway-infra: objects -->";
/** GitHub takes 65536 characters. */
const LONGEST_COMMENT = 60_000;
/** The longest difference of one object that is shown. */
const LONGEST_DIFFERENCE = 20_000;
/** Fifty stacks take about a megabyte. */
const LARGEST_FILE = 50 * 2 ** 20;

export class Refusal extends Error {}

/** The objects of each stack: their texts by their names. */
export function readObjects(path) {
  let file;
  try {
    // A link in an artifact could lead to any file of this machine.
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch (error) {
    throw new Refusal(`${path} can't be read: ${error.code}`);
  }
  try {
    const stat = fstatSync(file);
    if (!stat.isFile() || stat.size > LARGEST_FILE)
      throw new Refusal(`${path} is no file of at most ${LARGEST_FILE} bytes`);
    return checked(path, readFileSync(file, "utf8"));
  } finally {
    closeSync(file);
  }
}

function checked(path, text) {
  const isMap = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
  let stacks;
  try {
    stacks = JSON.parse(text);
  } catch {
    throw new Refusal(`${path} is no JSON`);
  }
  const isObjects = (value) => isMap(value) && Object.values(value).every((each) => typeof each === "string");
  if (!isMap(stacks) || !Object.values(stacks).every(isObjects)) throw new Refusal(`${path} holds no objects by stack`);
  return new Map(Object.entries(stacks).map(([stack, objects]) => [stack, new Map(Object.entries(objects))]));
}

/** What differs: a change of an object that several stacks share is one, with the names of the stacks. */
export function changesBetween(base, head) {
  const changes = new Map();
  for (const stack of [...new Set([...base.keys(), ...head.keys()])].sort()) {
    const before = base.get(stack) ?? new Map();
    const after = head.get(stack) ?? new Map();
    for (const name of [...new Set([...before.keys(), ...after.keys()])].sort()) {
      const [from, to] = [before.get(name), after.get(name)];
      if (from === to) continue;
      const key = JSON.stringify([name, from, to]);
      const verb = from === undefined ? "new" : to === undefined ? "removed" : "changed";
      const change = changes.get(key) ?? { verb, name, from: from ?? "", to: to ?? "", stacks: [] };
      changes.set(key, { ...change, stacks: [...change.stacks, stack] });
    }
  }
  return [...changes.values()];
}

/** Characters that a reader doesn't see, or that turn around what he sees. */
// eslint-disable-next-line no-control-regex
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
const visible = (text) => text.replace(INVISIBLE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** A name as code, where it is no markup and calls no one. */
function code(name) {
  const line = visible(name).replace(/\s+/g, " ").slice(0, 200);
  return `<code>${line.replace(/[&<>|`]/g, (char) => `&#${char.charCodeAt(0)};`)}</code>`;
}

/** A block that its contents can't end. */
function block(text) {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = "`".repeat(longest + 1);
  return `${fence}diff\n${text}\n${fence}`;
}

/** Lines of a difference as Git shows them, without its head. */
function difference(directory, from, to) {
  writeFileSync(join(directory, "base"), from);
  writeFileSync(join(directory, "head"), to);
  const args = ["diff", "--no-index", "--no-color", "--no-ext-diff", "--no-textconv", "--text", "base", "head"];
  const { status, stdout, stderr, error } = spawnSync("git", args, {
    cwd: directory,
    encoding: "utf8",
    maxBuffer: 4 * LARGEST_FILE,
  });
  if (error) throw error;
  if (status !== 1) throw new Refusal(`git diff ended with ${status}: ${stderr.trim()}`);
  const text = visible(stdout.slice(stdout.indexOf("\n@@ ") + 1).trimEnd());
  return text.length > LONGEST_DIFFERENCE ? `${text.slice(0, LONGEST_DIFFERENCE)}\n… and more` : text;
}

/** The comment: how many objects of which stack, then the difference of each, as far as there is room. */
export function comment(changes) {
  if (changes.length === 0) return `${MARK}\nThis pull request changes nothing in the rendered objects.\n`;
  const directory = mkdtempSync(join(tmpdir(), "object-difference-"));
  try {
    const parts = [MARK, "What this pull request changes in the rendered objects:", table(changes)];
    let room = LONGEST_COMMENT - parts.join("\n\n").length;
    let shown = 0;
    for (const { verb, name, from, to, stacks } of changes) {
      const title = `${verb} ${code(name)} in ${several(stacks)}`;
      const body = verb === "removed" ? title : details(title, block(difference(directory, from, to)));
      if (body.length + 200 > room) break;
      parts.push(body);
      room -= body.length + 2;
      shown++;
    }
    const left = changes.length - shown;
    if (left > 0)
      parts.push(`There is no room here for ${left} more. \`git diff\` of the rendered tree shows all of them.`);
    return `${parts.join("\n\n")}\n`;
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const details = (title, body) => `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;

function several(stacks) {
  const names = stacks.slice(0, 10).map(code).join(", ");
  return stacks.length > 10 ? `${names} and ${stacks.length - 10} more` : names;
}

function table(changes) {
  const stacks = [...new Set(changes.flatMap((change) => change.stacks))].sort();
  const count = (stack, verb) =>
    changes.filter((change) => change.verb === verb && change.stacks.includes(stack)).length;
  const verbs = ["new", "changed", "removed"];
  const rows = stacks.slice(0, 100).map((stack) => [code(stack), ...verbs.map((verb) => count(stack, verb))]);
  return [["stack", ...verbs], ["---", "---", "---", "---"], ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
}

if (import.meta.filename === process.argv[1]) {
  try {
    const [base, head] = process.argv.slice(2);
    if (head === undefined) throw new Refusal("say which files: BASE HEAD");
    process.stdout.write(comment(changesBetween(readObjects(base), readObjects(head))));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    console.error(`error: ${error.message}`);
    process.exit(1);
  }
}
