import { llmProvider } from "../../../components/llm/build";
import { guardErrors } from "../../../components/llm/guard/errors";
import { promptGuard } from "../../../components/llm/guard/spec";
import { llmProviderSpec, type LlmCatalogue } from "../../../components/llm/spec";
import { isPlainObject, type PlainObject } from "../../../core/merge";
import { missingFields } from "./missing";
import { fieldsIn, type Objects } from "./objects";

/** Types of requests that guards let pass where it is said. */
export const UNGUARDED = promptGuard.shape.unguarded.unwrap().element.options;

/**
 * Entries whose guards accept the ways around them that the input has: who imports it has them already, and here they are
 * written out. What a guard accepts decides what is served, so it is chosen by how near the result comes to the input.
 */
export function acceptingWays(entries: PlainObject, objects: Objects): PlainObject {
  const guarded = Object.keys(entries).filter((name) => isPlainObject(fieldsIn(entries, name).promptGuard));
  if (guarded.length === 0) return entries;
  let best = { entries, score: scoreOf(entries, objects) };
  const attempt = (changed: PlainObject) => {
    const score = scoreOf(changed, objects);
    if (score < best.score) best = { entries: changed, score };
  };
  for (const type of UNGUARDED) {
    // Where guards of several entries check a request, it takes all of them to let it pass.
    attempt(guarded.reduce((all, name) => accepting(all, name, "unguarded", type, true), best.entries));
    for (const name of guarded) {
      const toggled = !listOf(best.entries, name, "unguarded").includes(type);
      attempt(accepting(best.entries, name, "unguarded", type, toggled));
    }
  }
  for (const name of guarded)
    for (const other of Object.keys(entries))
      if (other !== name) attempt(accepting(best.entries, name, "unguardedEntries", other, true));
  return best.entries;
}

type List = "unguarded" | "unguardedEntries";

function listOf(entries: PlainObject, name: string, list: List): unknown[] {
  const known = fieldsIn(entries, name, "promptGuard")[list];
  return Array.isArray(known) ? known : [];
}

function accepting(entries: PlainObject, name: string, list: List, way: string, accepts: boolean): PlainObject {
  const entry = fieldsIn(entries, name);
  const others = listOf(entries, name, list).filter((each) => each !== way);
  const guard = { ...fieldsIn(entry, "promptGuard"), [list]: accepts ? [...others, way] : others };
  return { ...entries, [name]: { ...entry, promptGuard: guard } };
}

/** More than any difference counts. */
const REFUSED = 1000;

/** How far entries are from what they are to express: what is refused, then what differs. */
function scoreOf(entries: PlainObject, objects: Objects): number {
  const catalogue = parsedCatalogue(entries);
  const differences = Object.entries(catalogue).map(([name, spec]) => {
    if (spec.provider === undefined && spec.failover.flat().some(({ use }) => !(use in catalogue))) return REFUSED;
    const given = objects.named("AgentgatewayBackend", name);
    const [built] = llmProvider(name, spec, "any", catalogue);
    return missingFields(given, built).length + missingFields(built, given).length;
  });
  return REFUSED * guardErrors(catalogue).length + differences.reduce((sum, each) => sum + each, 0);
}

function parsedCatalogue(entries: PlainObject): LlmCatalogue {
  const sound = Object.entries(entries).flatMap(([name, entry]) => {
    const parsed = llmProviderSpec.safeParse(entry);
    return parsed.success ? [[name, parsed.data] as const] : [];
  });
  return Object.fromEntries(sound);
}
