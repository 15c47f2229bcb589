import type { ValidationError } from "../../../core/errors";
import { didYouMean } from "../../../core/suggest";
import { chosenProviders } from "../failover/build";
import { sortedEntries } from "../../../kube/object";
import type { ProviderSpec } from "../provider/spec";
import { placeOf } from "../provider/vendors";
import type { LlmCatalogue, LlmProviderSpec } from "../spec";
import { guardsOf, requestTypes, together, type Choice } from "../traffic/build";
import { MOST_GUARDS, type PromptGuardSpec } from "./spec";
import { bypassesGuards } from "./bypass";

/** Guards that do less than they seem to, and ways around them that nobody has accepted. */
export function guardErrors(catalogue: LlmCatalogue): ValidationError[] {
  const reported = new Set<string>();
  return sortedEntries(catalogue).flatMap(([name, spec]) => [
    ...maskedStreams(name, spec),
    ...unguardedTypes(name, spec, catalogue, reported),
    ...tooMany(name, spec, catalogue),
    ...unguardedEntries(name, spec, catalogue),
  ]);
}

/** The proxy can't change what has been sent. */
function maskedStreams(name: string, { promptGuard: guard }: LlmProviderSpec): ValidationError[] {
  if (guard === undefined || guard.streaming === "Unguarded") return [];
  return guard.response.flatMap(({ regex }, index) =>
    regex?.action === "Mask"
      ? [
          {
            path: `llmProviders.${name}.promptGuard.response[${index}].regex.action`,
            problem: "masks nothing in streamed answers: the gateway can only end a stream",
            remedy:
              'Say action: "Reject", which works on both; or accept that streamed answers pass unchecked: promptGuard.streaming: "Unguarded".',
          },
        ]
      : [],
  );
}

/**
 * Types of requests that the entry serves and that its guards don't check.
 *
 * @param reported paths that were reported already: a failover has what its providers have
 */
function unguardedTypes(
  name: string,
  spec: LlmProviderSpec,
  catalogue: LlmCatalogue,
  reported: Set<string>,
): ValidationError[] {
  return chosenProviders(name, spec, catalogue).flatMap(({ name: own, provider, choice }) => {
    const guard = together(guardsOf(own, provider, choice));
    if (guard === undefined) return [];
    const types = Object.entries(requestTypes(own, provider, choice));
    return types.flatMap(([suffix, type]) => {
      const at = spec.routes?.[suffix] === undefined ? own : name;
      const path = `llmProviders.${at}.routes.${suffix}`;
      if (reported.has(path) || !bypassesGuards(provider, type, guard, choice?.model)) return [];
      reported.add(path);
      return [
        {
          path,
          problem: `"${type}" gets round the guards of promptGuard${at === name ? "" : ` of ${name}`}, which don't look at such requests`,
          remedy: `Remove it; or accept it by name: ${owners(own, provider, choice, type)}.promptGuard.unguarded: ["${type}"].`,
        },
      ];
    });
  });
}

/** The entries whose guards don't accept a type. */
function owners(name: string, provider: ProviderSpec, choice: Choice | undefined, type: string): string {
  return guardsOf(name, provider, choice)
    .filter(({ guard }) => !guard.unguarded.some((accepted) => accepted === type))
    .map(({ owner }) => `llmProviders.${owner}`)
    .join(" and ");
}

/** A failover adds its guards to those of the providers that it chooses from. */
function tooMany(name: string, spec: LlmProviderSpec, catalogue: LlmCatalogue): ValidationError[] {
  return chosenProviders(name, spec, catalogue).flatMap(({ name: own, provider, choice, at }) =>
    (["request", "response"] as const).flatMap((direction) => {
      const count = guardsOf(own, provider, choice).reduce((sum, { guard }) => sum + guard[direction].length, 0);
      if (count <= MOST_GUARDS) return [];
      return [
        {
          path: `llmProviders.${name}.${at}.use`,
          problem: `has ${count} guards of ${direction}s together with those of ${own}, and the API takes ${MOST_GUARDS}`,
          remedy: "Remove some: those of a provider hold in a failover too.",
        },
      ];
    }),
  );
}

/** Entries that lead to the same provider and have no guards of the same direction. */
function unguardedEntries(name: string, spec: LlmProviderSpec, catalogue: LlmCatalogue): ValidationError[] {
  const { promptGuard: guard } = spec;
  if (guard === undefined) return [];
  const places = new Set(chosenProviders(name, spec, catalogue).map(({ provider }) => placeOf(provider)));
  const errors = sortedEntries(catalogue).flatMap(([other, its]) => {
    if (other === name || guard.unguardedEntries.includes(other)) return [];
    const open = chosenProviders(other, its, catalogue).some(
      ({ name: own, provider, choice }) =>
        places.has(placeOf(provider)) &&
        !covers(
          guardsOf(own, provider, choice).map((layer) => layer.guard),
          guard,
        ),
    );
    if (!open) return [];
    return [
      {
        path: `llmProviders.${name}.promptGuard`,
        problem: `is passed by through llmProviders.${other}, which leads to the same provider without such guards`,
        remedy: `Give ${other} a promptGuard too, or remove it; or accept it by name: promptGuard.unguardedEntries: ["${other}"].`,
      },
    ];
  });
  return [...errors, ...unknownEntries(name, guard, catalogue)];
}

function unknownEntries(
  name: string,
  { unguardedEntries }: PromptGuardSpec,
  catalogue: LlmCatalogue,
): ValidationError[] {
  return unguardedEntries
    .filter((other) => !(other in catalogue))
    .map((other) => ({
      path: `llmProviders.${name}.promptGuard.unguardedEntries`,
      problem: `"${other}" is no entry of the catalogue`,
      remedy: didYouMean(other, Object.keys(catalogue), "Remove it."),
    }));
}

/** Whether guards check what others check: what exactly they look for is theirs to say. */
function covers(guards: readonly PromptGuardSpec[], required: PromptGuardSpec): boolean {
  return (["request", "response"] as const).every(
    (direction) =>
      required[direction].length === 0 ||
      guards.some(
        (guard) => guard[direction].length > 0 && (direction === "request" || checksStreams(guard, required)),
      ),
  );
}

function checksStreams(guard: PromptGuardSpec, required: PromptGuardSpec): boolean {
  return guard.streaming === "Enabled" || required.streaming === "Unguarded";
}
