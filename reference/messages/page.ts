import { examplesOf, type Told } from "./examples";
import { messagesIn, type Message } from "./sources";

/** Where messages arise: what a user ran. */
interface Section {
  title: string;
  introduction: string;
  /** Tables of tests/messages. */
  tables: readonly string[];
  /** Folders of the sources, for what stands in no table. */
  folders: readonly string[];
}

export const SECTIONS: readonly Section[] = [
  {
    title: "The configuration",
    introduction:
      "Of `pulumi up`, `pulumi preview`, `npm run render` and all else that reads the configuration: nothing was changed. Under " +
      '`The configuration of environment "…" has … faults:` each fault stands with the path of its value.',
    tables: ["stack", "stackfile"],
    folders: ["config", "components"],
  },
  {
    title: "Manifests written by hand",
    introduction:
      "Of whatever reads `k8s/base/`, with the file, the object and the field; `npm run render` finds them first.",
    tables: ["manifests"],
    folders: ["checks"],
  },
  {
    title: "What is rendered",
    introduction: "Of `npm run render`, and of `pulumi up` where Git would not get what the configuration says.",
    tables: [],
    folders: ["gitops"],
  },
  {
    title: "Kubeconfigs and clusters",
    introduction: "Of `pulumi up` and `pulumi preview`, before anything in a cluster is changed.",
    tables: ["kubeconfig", "foreign"],
    folders: ["components/cluster"],
  },
  {
    title: "Argo CD, and the wait for what it deploys",
    introduction: "Of `pulumi up`: what it waited for, and what each of that says of itself.",
    tables: ["waits"],
    folders: ["components/argocd", "components/application", "components/controller", "components/delivery"],
  },
  {
    title: "A refused deletion",
    introduction:
      "Of `pulumi destroy`, or of whoever else deletes what an environment can't be without: the API server says it.",
    tables: ["deletions"],
    folders: [],
  },
  {
    title: "What the organisation demands",
    introduction:
      "Of `npm run policy` and of Pulumi's policy pack: [the rules](organisation-policy.md), and how to except something.",
    tables: [],
    folders: ["policy"],
  },
  {
    title: "Status, drift, recovery, pictures and reference",
    introduction: "Of `npm run status`, `npm run drift`, `npm run recover`, `npm run topology` and `npm run docs`.",
    tables: [],
    folders: ["stack", "status", "drift", "recover", "topology", "reference"],
  },
  {
    title: "Taking over",
    introduction: "Of `npm run takeover`: [what it does](takeover.md), and where it stops.",
    tables: [],
    folders: ["takeover"],
  },
  {
    title: "Promoting a commit",
    introduction: "Of `scripts/promote.mjs`, by hand or in a workflow: [Branches](branches.md).",
    tables: [],
    folders: ["scripts"],
  },
  {
    title: "The sandbox, and the command lines",
    introduction:
      "Of `npm start`, `npm stop`, `npm run sandbox`, and of any command that gets a word it does not know.",
    tables: ["commands"],
    folders: ["sandbox", "bench"],
  },
];

const INTRODUCTION = `<!-- Made by \`npm run docs\` from tests/messages/ and the sources: change those, not this page. -->

# Messages

Everything that this program says when something is wrong. Search this page for words of the message: those in quotation
marks, and names, are of an example here, and "…" stands for what depends on the case. Where no remedy is told, the message
itself says what would be right. What Pulumi, Kubernetes and Argo CD say themselves is passed on as it is; the most frequent
of it is in the [README](../README.md#when-something-is-wrong).
`;

/** All messages as Markdown: those of the tables exactly, and the rest as the sources have them. */
export function messagePage(): string {
  const shown = SECTIONS.flatMap(({ tables }) => tables.flatMap(examplesOf));
  const taken = new Set<string>();
  // The narrow folders first: a wide one has what is left.
  const bySection = new Map(
    [...SECTIONS].sort(byDepth).map((section) => [section, rest(section, shown, taken)] as const),
  );
  return [
    INTRODUCTION,
    ...SECTIONS.flatMap((section) => [
      `## ${section.title}`,
      section.introduction,
      table([...section.tables.flatMap(examplesOf), ...(bySection.get(section) ?? [])].map(row)),
    ]),
  ].join("\n\n");
}

const depth = ({ folders }: Section) => Math.max(0, ...folders.map((folder) => folder.split("/").length));
const byDepth = (one: Section, other: Section) => depth(other) - depth(one);

/** What no table shows, and no section before. */
function rest({ folders }: Section, shown: readonly Told[], taken: Set<string>): Message[] {
  return folders.flatMap(messagesIn).filter((message) => {
    const key = `${message.file} ${message.text}`;
    const known = taken.has(key) || shown.some(({ text }) => text.includes(message.words));
    taken.add(key);
    return !known;
  });
}

type Row = [message: string, remedy: string, example: string];

function row({ text, remedy, what = "" }: Pick<Message, "text" | "remedy"> & { what?: string }): Row {
  return [code(text), remedy ? code(remedy) : "", what];
}

function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => `| ${row.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`);
  return ["| message | what to do | for example |", "| --- | --- | --- |", ...new Set(lines)].join("\n");
}

/** A text as it is, also with backticks in it. */
function code(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.includes("`") ? `\`\` ${line} \`\`` : `\`${line}\``;
}
