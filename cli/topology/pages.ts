import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readManifests } from "../../checks/manifest";
import { environmentFiles } from "../../components/environment";
import { UserError } from "../../core/errors";
import type { Described } from "../../config/rendered";
import type { Environment } from "../../config/schema";
import { handWrittenTexts } from "../../gitops/files";
import { environmentGraph } from "./environment";
import type { Graph } from "./graph";
import { mermaid } from "./mermaid";
import { svg } from "./svg";

const FOLDER = "docs/topology";

/** The picture of an environment as Git describes it, with what a person wrote under k8s/base. */
export async function graphOf(environment: Environment, directory: string): Promise<Graph> {
  const built = (await environmentFiles(environment)).flatMap(({ objects }) => objects);
  const { items } = readManifests(handWrittenTexts(directory));
  return environmentGraph(environment, [...built, ...items.map(({ object }) => object)]);
}

/** The pages on all environments, by their paths: a picture as SVG, and one that can be read as text. */
export async function pages({ environments }: Described, directory: string): Promise<Map<string, string>> {
  const made = new Map<string, string>();
  for (const environment of environments) {
    const graph = await graphOf(environment, directory);
    made.set(`${FOLDER}/${environment.name}.svg`, svg(graph));
    made.set(`${FOLDER}/${environment.name}.md`, page(environment, graph));
  }
  return made;
}

function page({ name }: Environment, graph: Graph): string {
  return `<!-- Drawn by \`npm run topology\` from platform.ts and Pulumi.${name}.yaml: change those, not this file. -->

# ${name}

![What runs in ${name}](${name}.svg)

The same as a diagram that can be edited and searched:

\`\`\`mermaid
${mermaid(graph).trimEnd()}
\`\`\`
`;
}

/**
 * Checks that the pages on disk are these.
 *
 * @throws UserError that names those that aren't
 */
export function assertPagesAreCurrent(made: ReadonlyMap<string, string>, directory: string): void {
  const faults = stale(made, directory).map((path) => ({ path, problem: "is not what the configuration says" }));
  if (faults.length > 0)
    throw new UserError("The pictures are out of date. Run `npm run topology` and commit:", faults);
}

/** Writes what differs, and says what it was. */
export function writePages(made: ReadonlyMap<string, string>, directory: string): string {
  const paths = stale(made, directory);
  for (const path of paths) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), made.get(path) as string);
  }
  return [
    ...paths.map((path) => `drawn  ${path}`),
    `${made.size} files, ${made.size - paths.length} as they were.`,
  ].join("\n");
}

function stale(made: ReadonlyMap<string, string>, directory: string): string[] {
  return [...made.keys()].filter((path) => {
    const file = join(directory, path);
    return !existsSync(file) || readFileSync(file, "utf8") !== made.get(path);
  });
}
