import type { Fault } from "../../core/errors";
import { nearest } from "../../config/validationErrors";
import { sortedEntries } from "../../kube/object";
import { llmSecrets } from "./build";
import { targetsOf } from "./failover/build";
import { unservedFormats } from "./formats/faults";
import { guardFaults } from "./guard/faults";
import type { LlmCatalogue } from "./spec";

/** Rules between the entries of the catalogue. */
export function llmFaults(catalogue: LlmCatalogue): Fault[] {
  return [
    ...unusable(catalogue),
    ...sharedSecrets(catalogue),
    ...unservedFormats(catalogue),
    ...guardFaults(catalogue),
  ];
}

/** A failover uses providers that there are. */
function unusable(catalogue: LlmCatalogue): Fault[] {
  const providers = sortedEntries(catalogue)
    .filter(([, spec]) => spec.provider !== undefined)
    .map(([name]) => name);
  return sortedEntries(catalogue).flatMap(([name, spec]) =>
    (spec.provider === undefined ? targetsOf(spec).flat() : [])
      .filter(({ use }) => !providers.includes(use))
      .map(({ use, at }) => {
        const near = nearest(use, providers);
        return {
          path: `llmProviders.${name}.${at}.use`,
          problem: use in catalogue ? `"${use}" is itself a failover` : `"${use}" is no provider of the catalogue`,
          remedy: near ? `Did you mean "${near}"?` : `There are: ${providers.join(", ") || "none"}.`,
        };
      }),
  );
}

/** Two Secrets of one name would overwrite each other. */
function sharedSecrets(catalogue: LlmCatalogue): Fault[] {
  const first = new Map<string, string>();
  return llmSecrets(catalogue).flatMap(({ name, entries }) => {
    const path = entries[0]?.path ?? name;
    const other = first.get(name);
    first.set(name, other ?? path);
    return other === undefined
      ? []
      : [
          {
            path,
            problem: `would be kept in the same Secret (${name}) as ${other}`,
            remedy: "Set another secretName.",
          },
        ];
  });
}
