import type { ValidationError } from "../../core/errors";
import { didYouMean } from "../../core/suggest";
import { sortedEntries } from "../../kube/object";
import { targetsOf } from "./failover/build";
import { unservedFormats } from "./formats/errors";
import { guardErrors } from "./guard/errors";
import type { LlmCatalogue } from "./spec";

/** Rules between the entries of the catalogue. */
export function llmErrors(catalogue: LlmCatalogue): ValidationError[] {
  return [...unusable(catalogue), ...unservedFormats(catalogue), ...guardErrors(catalogue)];
}

/** A failover uses providers that there are. */
function unusable(catalogue: LlmCatalogue): ValidationError[] {
  const providers = sortedEntries(catalogue)
    .filter(([, spec]) => spec.provider !== undefined)
    .map(([name]) => name);
  return sortedEntries(catalogue).flatMap(([name, spec]) =>
    (spec.provider === undefined ? targetsOf(spec).flat() : [])
      .filter(({ use }) => !providers.includes(use))
      .map(({ use, at }) => ({
        path: `llmProviders.${name}.${at}.use`,
        problem: use in catalogue ? `"${use}" is itself a failover` : `"${use}" is no provider of the catalogue`,
        remedy: didYouMean(use, providers),
      })),
  );
}
