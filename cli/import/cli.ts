import type { Found, Left } from "./found";
import { readInputs, type Inputs } from "./inputs";
import { readLiteLlm } from "./litellm/read";
import { readManifests } from "./manifests/read";
import { report } from "./report";
import { isPlainObject, mergeLayers } from "../../core/merge";

/** `npm run import`: prints, and writes nothing. */
export function importFiles(files: readonly string[]): void {
  // npm runs a script in the folder of the package, wherever its user is.
  console.log(report(found(readInputs(files, process.env.INIT_CWD ?? process.cwd()))));
}

/** What all inputs mean together. */
export function found({ litellm, objects }: Inputs): Found {
  const all = [...litellm.map(readLiteLlm), ...(objects.length > 0 ? [readManifests(objects)] : [])];
  return all.reduce(together, { entries: {}, left: [], sources: {} });
}

/** Two inputs as one. Of two entries of a name, the first is taken. */
function together(one: Found, other: Found): Found {
  const twice = Object.entries(other.entries).flatMap(([section, entries]): Left[] => {
    const known = one.entries[section];
    if (!isPlainObject(known) || !isPlainObject(entries) || section === "existingServices") return [];
    return Object.keys(entries)
      .filter((name) => name in known)
      .map((name) => ({
        what: `${section}.${name}`,
        reason: "is in several inputs, and the first is taken",
        wayOn: "Import them apart, and give one another name.",
      }));
  });
  return {
    entries: mergeFirst(one.entries, other.entries),
    left: [...one.left, ...other.left, ...twice],
    sources: { ...other.sources, ...one.sources },
  };
}

function mergeFirst(one: Found["entries"], other: Found["entries"]): Found["entries"] {
  const sections = Object.entries(other).map(([section, entries]) => {
    const known = one[section];
    return [section, isPlainObject(known) && isPlainObject(entries) ? { ...entries, ...known } : (known ?? entries)];
  });
  return mergeLayers(one, Object.fromEntries(sections) as Found["entries"]);
}
