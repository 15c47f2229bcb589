import type { Environment } from "../../config/schema";
import { environmentSecrets } from "../../components/environment";
import { withoutDefaults } from "./defaults";
import type { Found } from "./found";
import { fieldLines } from "./literal";
import { soundPart } from "./sound";

/** What `npm run import` prints of an input. */
export function report(found: Found): string {
  const { entries, environment, left } = soundPart(found.entries);
  const parts = [
    Object.keys(entries).length === 0
      ? "Nothing of the input becomes an entry."
      : ["For platform.ts, within definePlatform({ … }):", "", ...entryLines(entries)].join("\n"),
    secretLines(environment, found.sources).join("\n"),
    leftLines([...found.left, ...left]).join("\n"),
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

/** The entries as TypeScript, as they stand in `platform.ts`: in their shortest form, a section at a time. */
export function entryLines(entries: Found["entries"]): string[] {
  const sections = Object.entries(withoutDefaults(entries)).map(([section, value]) => {
    // Entries have a line each, however few there are.
    const inner = fieldLines(value as object, "    ");
    return [`  ${section}: {`, ...inner, "  },"];
  });
  return sections.flatMap((lines, index) => (index === 0 ? lines : ["", ...lines]));
}

function secretLines(environment: Environment, sources: Found["sources"]): string[] {
  const paths = environmentSecrets(environment)
    .flatMap(({ entries }) => entries)
    .filter(({ path, required }) => required || path in sources)
    .map(({ path }) => {
      const source = sourceOf(path, sources);
      const where = source === undefined ? "" : `  # ${source}`;
      return `pulumi config set --secret --path '${path}' --stack <stack>${where}`;
    });
  return paths.length === 0 ? [] : ["Keys, for each stack; each command asks for the value:", "", ...paths];
}

/** Where the value of a path is: what is said of the path itself, or else of what it is part of. */
function sourceOf(path: string, sources: Found["sources"]): string | undefined {
  const above = Object.keys(sources).filter((each) => path === each || path.startsWith(`${each}.`));
  const [nearest] = above.sort((one, other) => other.length - one.length);
  return nearest === undefined ? undefined : sources[nearest];
}

function leftLines(left: Found["left"]): string[] {
  if (left.length === 0) return [];
  const items = left.map(({ what, reason, wayOn }) => `  - ${what}: ${reason}\n      ${wayOn}`);
  return ["Not expressed:", "", ...new Set(items)];
}
