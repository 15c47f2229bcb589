import { dryRun } from "../kube/dryRun";
import type { Answer } from "../kube/request";
import { parametersFields } from "../components/gateway/workload";
import { API_SECTIONS } from "../components/policy/api";
import { patchKey } from "../components/patches";
import { invalidEnvironment, type ValidationError } from "../core/errors";
import type { Environment } from "../config/schema";
import { itemsIn, textIn } from "./fields";
import { at, renderedItems, type Item } from "./inventory";
import { readManifests, type ManifestText } from "./manifest";

/**
 * Sends a dry run to the cluster's API server for the objects that can't be checked here: those with patches and those
 * written by hand may break the schema and the rules of their kind. What the builders render alone is not sent, so an
 * environment without the others costs no request.
 *
 * @param warn called with one line where the server can't say
 * @throws UserError with all that the server objects to
 */
export async function assertAccepted(
  environment: Environment,
  handWritten: readonly ManifestText[],
  warn: (message: string) => void,
): Promise<void> {
  const items = uncheckedItems(environment, handWritten);
  if (items.length === 0) return;
  const verdicts = await dryRunVerdicts(environment, items);
  const errors = verdicts.flatMap((verdict) => (typeof verdict === "string" ? [] : verdict));
  if (errors.length > 0) throw invalidEnvironment(environment.name, errors);
  for (const reason of new Set(verdicts.filter((verdict) => typeof verdict === "string"))) {
    const which = items.filter((_, index) => verdicts[index] === reason).map((item) => at(item));
    warn(`The cluster could not say whether it takes ${which.join("; ")}: ${reason}.`);
  }
}

/** What a server has against an object, or why it did not say. */
type Verdict = ValidationError[] | string;

async function dryRunVerdicts({ cluster, namespace }: Environment, items: readonly Item[]): Promise<Verdict[]> {
  const objects = items.map(({ object }) => object);
  try {
    const answers = await dryRun(cluster.kubeconfig?.reveal() ?? "", cluster.context, namespace, objects);
    return items.map((item, index) => verdict(item, answers[index]));
  } catch (error) {
    // Whether it can be reached at all is for the deployment to find out.
    return items.map(() => (error as Error).message);
  }
}

function uncheckedItems(environment: Environment, handWritten: readonly ManifestText[]): Item[] {
  const hasPatches = Object.values(environment.patches).some((fields) => fields !== null);
  const inApiWords = originsInApiWords(environment);
  const rendered = hasPatches || inApiWords.length > 0 ? renderedItems(environment) : [];
  return [
    ...rendered.filter(({ object, origin }) => environment.patches[patchKey(object)] || inApiWords.includes(origin)),
    ...readManifests(handWritten).items,
  ];
}

/** The entries that say something in the API's own words, of which only the API server knows the rules. */
function originsInApiWords({ gateway, policies }: Environment): string[] {
  const inGateway = Object.keys(parametersFields) as (keyof typeof parametersFields)[];
  return [
    ...(inGateway.some((field) => gateway[field] !== undefined) ? ["gateway"] : []),
    ...Object.entries(policies)
      .filter(([, policy]) => API_SECTIONS.some((section) => policy[section] !== undefined))
      .map(([name]) => `policies.${name}`),
  ];
}

/** What an answer says against an object, field by field where it does. */
export function verdict(item: Item, answer: Answer | undefined): Verdict {
  if (answer === undefined) return "it does not serve that kind yet";
  if (answer.status < 400) return [];
  const message = textIn(answer.body, "message") ?? `status ${answer.status}`;
  if (isUnrelated(answer.status, message)) return message;
  const error = (field: string | undefined, problem: string): ValidationError => ({
    path: at(item, field),
    problem,
    remedy: "So says the API server of the cluster, by the kinds that it serves now.",
  });
  const causes = itemsIn(answer.body, "details", "causes").map((cause) => ({
    field: textIn(cause, "field"),
    message: textIn(cause, "message") ?? message,
  }));
  // A cause without a field only says that others keep it from checking on.
  const placed = causes.filter(({ field }) => field !== undefined && field !== "<nil>");
  if (placed.length > 0) return placed.map((cause) => error(cause.field, cause.message));
  const unknown = [...message.matchAll(/unknown field "([^"]+)"/g)];
  if (unknown.length > 0) return unknown.map(([, field]) => error(field, "is unknown"));
  return [error(undefined, message)];
}

/** True for an answer that is not about the object: no access, or a server that has troubles of its own. */
function isUnrelated(status: number, message: string): boolean {
  if (status === 403) return /User ".*" cannot /.test(message);
  return [401, 404, 429].includes(status) || (status >= 500 && !message.includes("typed patch object"));
}
