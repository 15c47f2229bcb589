import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readManifests } from "../../checks/manifest";
import { environmentFiles } from "../../components/environment";
import { UserError } from "../../core/errors";
import type { Description } from "../../config/checkout";
import type { Environment } from "../../config/schema";
import { handWrittenTexts } from "../../gitops/files";
import { environmentGraph } from "./environment";
import type { Graph } from "./graph";
import { mermaid } from "./mermaid";
import { svg } from "./svg";

const FOLDER = "docs/topology";

/** The picture of an environment as Git describes it, with what a person wrote under k8s/base. */
export function graphOf(environment: Environment, directory: string): Graph {
  const built = environmentFiles(environment).flatMap(({ objects }) => objects);
  const { items } = readManifests(handWrittenTexts(directory));
  return environmentGraph(environment, [...built, ...items.map(({ object }) => object)]);
}

/** The pages on all environments, by their paths: a picture as SVG, and one that can be read as text. */
export function pages({ environments }: Description, directory: string): Map<string, string> {
  const rendered = new Map<string, string>();
  for (const environment of environments) {
    const graph = graphOf(environment, directory);
    rendered.set(`${FOLDER}/${environment.name}.svg`, svg(graph));
    rendered.set(`${FOLDER}/${environment.name}.md`, page(environment, graph));
  }
  return rendered;
}

/** The first line of the page on an environment, by which it is known to be ours. */
const mark = (name: string) =>
  `<!-- Drawn by \`npm run topology\` from platform.ts and Pulumi.${name}.yaml: change those, not this file. -->\n`;

function page({ name }: Environment, graph: Graph): string {
  return `${mark(name)}

# ${name}

![What runs in ${name}](${name}.svg)

The same as a diagram that can be edited and searched:

\`\`\`mermaid
${mermaid(graph).trimEnd()}
\`\`\`
`;
}

/**
 * The error of the pages on disk that are not these, if there are such.
 *
 * @param left environments whose pages are left as they are, because what they describe is unknown. Default: none
 */
export function outdatedPages(
  rendered: ReadonlyMap<string, string>,
  directory: string,
  left: readonly string[] = [],
): UserError | undefined {
  const errors = [
    ...stale(rendered, directory).map((path) => ({ path, problem: "is not what the configuration says" })),
    ...obsolete(rendered, directory, left).map((path) => ({ path, problem: "is of an environment that is gone" })),
  ];
  return errors.length > 0
    ? new UserError("The pictures are out of date. Run `npm run topology` and commit:", errors)
    : undefined;
}

/** Writes what differs, removes the pages on environments that are gone, and says what it was. */
export function writePages(
  rendered: ReadonlyMap<string, string>,
  directory: string,
  left: readonly string[] = [],
): string {
  const paths = stale(rendered, directory);
  for (const path of paths) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), rendered.get(path) as string);
  }
  const gone = obsolete(rendered, directory, left);
  for (const path of gone) rmSync(join(directory, path));
  return [
    ...paths.map((path) => `drawn  ${path}`),
    ...gone.map((path) => `removed  ${path}`),
    `${rendered.size} files, ${rendered.size - paths.length} as they were.`,
  ].join("\n");
}

function stale(rendered: ReadonlyMap<string, string>, directory: string): string[] {
  return [...rendered.keys()].filter((path) => {
    const file = join(directory, path);
    return !existsSync(file) || readFileSync(file, "utf8") !== rendered.get(path);
  });
}

/** Pages that an earlier run made and this one does not. The picture before its page, by which both are known. */
function obsolete(rendered: ReadonlyMap<string, string>, directory: string, left: readonly string[]): string[] {
  const files = existsSync(join(directory, FOLDER)) ? readdirSync(join(directory, FOLDER)).sort() : [];
  const names = files
    .flatMap((file) => /^(.+)\.md$/.exec(file)?.[1] ?? [])
    .filter((name) => !rendered.has(`${FOLDER}/${name}.md`) && !left.includes(name))
    .filter((name) => readFileSync(join(directory, FOLDER, `${name}.md`), "utf8").startsWith(mark(name)));
  return names
    .flatMap((name) => [`${FOLDER}/${name}.svg`, `${FOLDER}/${name}.md`])
    .filter((path) => existsSync(join(directory, path)));
}
