import { examplesOf, type MessageExample } from "./messageExamples";

/** Where messages arise: what a user ran. */
interface Section {
  title: string;
  introduction: string;
  /** Tables of tests/messages. */
  tables: readonly string[];
}

const SECTIONS: readonly Section[] = [
  {
    title: "The configuration",
    introduction:
      "Of `pulumi up`, `pulumi preview`, `npm run render` and all else that reads the configuration: nothing was changed. Under " +
      '`The configuration of environment "…" has … errors:` each error is listed with the path of its value.',
    tables: ["stack", "stackfile", "checkout"],
  },
  {
    title: "Manifests written by hand",
    introduction:
      "Of whatever reads `k8s/base/`, with the file, the object and the field; `npm run render` finds them first.",
    tables: ["manifests"],
  },
  {
    title: "Kubeconfigs and clusters",
    introduction: "Of `pulumi up` and `pulumi preview`, before anything in a cluster is changed.",
    tables: ["kubeconfig", "foreign", "installed", "existingArgoCd", "controlPlane", "gatewayApi"],
  },
  {
    title: "A cluster that fails later",
    introduction:
      "Of `npm run drift`, `recover`, `takeover` and `topology`, under `A cluster can't be used:`. `npm run status` has it in its table.",
    tables: ["failures"],
  },
  {
    title: "What is pushed",
    introduction:
      "Of `pulumi up`, before anything is changed, and of `pulumi preview` as a warning: what the branch that Argo CD follows has " +
      "and the checkout has not, or the other way round ([Delivery](delivery.md#what-is-pushed)).",
    tables: ["revision"],
  },
  {
    title: "Argo CD, and the wait for what it deploys",
    introduction: "Of `pulumi up`: what it waited for, and what each of that says of itself.",
    tables: ["waits"],
  },
  {
    title: "A freeze",
    introduction:
      "Of `pulumi up`, before anything is changed or as it waits, and of `pulumi preview` as a warning " +
      "([Freeze](operations.md#freeze)).",
    tables: ["freezes"],
  },
  {
    title: "What does not serve",
    introduction:
      "Of `pulumi up`, and of `npm run status` without the first sentence: which Gateway or workload, which pod, and why. What to do: " +
      "[When it does not serve](operations.md#when-it-does-not-serve).",
    tables: ["serving"],
  },
  {
    title: "A refused deletion",
    introduction:
      "Of `pulumi destroy`, or of whoever else deletes what an environment can't be without: the API server says it.",
    tables: ["deletions"],
  },
  {
    title: "The sandbox, and the command lines",
    introduction:
      "Of `npm start`, `npm stop`, `npm run sandbox`, and of any command that gets a word it does not know.",
    tables: ["commands"],
  },
];

const INTRODUCTION = `<!-- Made by \`npm run docs\` from tests/messages/: change those, not this page. -->

# Messages

The messages about a configuration, manifests, kubeconfigs, clusters and command lines, each as a test gets it. Search this page
for words of your message: names and values are those of an example. Where no remedy is shown, the message itself says what is
right. Messages of Pulumi, Kubernetes and Argo CD are passed on as they are; the most frequent ones are in the
[README](../README.md#when-something-is-wrong).
`;

/** The messages of the tables as Markdown, each as a test gets it. */
export function messagePage(): string {
  return [
    INTRODUCTION,
    ...SECTIONS.flatMap((section) => [
      `## ${section.title}`,
      section.introduction,
      table(section.tables.flatMap(examplesOf).map(row)),
    ]),
  ].join("\n\n");
}

type Row = [message: string, remedy: string, example: string];

function row({ text, remedy, what }: MessageExample): Row {
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
