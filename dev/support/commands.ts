import { globSync, readFileSync } from "node:fs";
import { ELSEWHERE } from "./readme";
import { commandsOf, sections } from "./sections";

/** How a page marks what this machine can't run: a block by its first line, a command by its end. */
const MARK = /# needs .+$/;

/** Commands of docs/ that need a deployed environment, by the story of tests/e2e that runs them, word for word. */
export const STORIES = {
  chain: ["npm run drift -- dev --json"],
  clusters: ["pulumi up --stack stage"],
  serving: ["pulumi stack output addresses --stack dev"],
  takeover: ["dev", "stage"].flatMap((stack) =>
    ["", " --release", " --yes"].map((flag) => `npm run takeover -- ${stack}${flag}`),
  ),
} as const;

/** A command that asks a cluster, be it any: an API server is enough to answer. */
export const ON_A_CLUSTER = /^kubectl (?!config )/;

/** Commands of the README that tests replace with what they have. */
const HERE = ["npm test", "npm ci", "pulumi stack init dev"];

/** A block of commands of a page, which a reader would paste into a shell. */
export interface Script {
  page: string;
  /** Its commands, but for those that are marked, or run elsewhere. */
  commands: string[];
}

/** What is to be run without a deployed environment; what the stories run, they run. */
export function scripts(): Script[] {
  const elsewhere = new Set<string>([...Object.values(STORIES).flat(), ...ranByReadme(), ...HERE]);
  return ["README.md", ...globSync("docs/*.md").sort()]
    .flatMap((page) =>
      bashBlocks(page).map((text) => {
        const commands = commandsIn(text);
        const marked = commands[0]?.startsWith("#") === true && MARK.test(commands[0]);
        const open = marked ? [] : commands.filter((each) => !MARK.test(each) && !elsewhere.has(typed(each)));
        return { page, commands: open };
      }),
    )
    .filter(({ commands }) => commands.length > 0);
}

/** Commands that the stories run and no page has any more. */
export function strayCommands(): string[] {
  const all = new Set(
    globSync("docs/*.md")
      .flatMap(bashBlocks)
      .flatMap((text) => commandsIn(text).map(typed)),
  );
  return Object.values<readonly string[]>(STORIES)
    .flat()
    .filter((command) => !all.has(command));
}

/** The commands of a block: a line each, but for those that go on in the next. */
function commandsIn(text: string): string[] {
  return text.trimEnd().split(/(?<![\\|])\n/);
}

/** A command without the comment at its end. */
function typed(line: string): string {
  return line.replace(/\s+# .*$/, "");
}

function ranByReadme(): string[] {
  const all = [...sections("README.md").values()].flatMap(commandsOf);
  return all.filter((command) => !ELSEWHERE.has(command));
}

function bashBlocks(page: string): string[] {
  const blocks = readFileSync(page, "utf8").matchAll(/^( *)```bash\n(.*?)^ *```$/gms);
  return [...blocks].map(([, indent = "", text = ""]) => text.replaceAll(new RegExp(`^${indent}`, "gm"), ""));
}
