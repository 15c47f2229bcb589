import type { Found } from "./found";
import { readInputs, type Inputs } from "./inputs";
import { readLiteLlm } from "./litellm/read";
import { readManifests } from "./manifests/read";
import { report } from "./report";
import { mergeLayers } from "../../core/merge";

/** `npm run import`: prints, and writes nothing. */
export function importFiles(files: readonly string[]): void {
  // npm runs a script in the folder of the package, wherever its user is.
  console.log(report(found(readInputs(files, process.env.INIT_CWD ?? process.cwd()))));
}

/** What all inputs mean together. */
export function found({ litellm, objects }: Inputs): Found {
  const all = [...litellm.map(readLiteLlm), ...(objects.length > 0 ? [readManifests(objects)] : [])];
  return {
    entries: mergeLayers(...all.map(({ entries }) => entries)),
    left: all.flatMap(({ left }) => left),
    sources: Object.assign({}, ...all.map(({ sources }) => sources)) as Found["sources"],
  };
}
