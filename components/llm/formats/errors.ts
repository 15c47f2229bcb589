import type { ValidationError } from "../../../core/errors";
import { chosenProviders } from "../failover/build";
import { sortedEntries } from "../../../kube/object";
import type { LlmCatalogue } from "../spec";
import { refusalOf, servedByDefault } from "./rows";

/** Formats that an entry is configured to serve and that a provider of it can't. */
export function unservedFormats(catalogue: LlmCatalogue): ValidationError[] {
  return sortedEntries(catalogue).flatMap(([name, spec]) =>
    Object.entries(spec.routes ?? {}).flatMap(([suffix, type]) =>
      chosenProviders(name, spec, catalogue).flatMap(({ name: provider, provider: own, choice }) => {
        const reason = refusalOf(own, type, choice?.model);
        if (reason === undefined) return [];
        const whose = choice ? `${provider} (${own.provider})` : own.provider;
        const served = servedByDefault(own, choice?.model).filter((format) => format !== "Models");
        return [
          {
            path: `llmProviders.${name}.routes.${suffix}`,
            problem: `"${type}" can't be served by ${whose}: ${reason}`,
            remedy: `It serves ${served.join(", ")}.`,
          },
        ];
      }),
    ),
  );
}
