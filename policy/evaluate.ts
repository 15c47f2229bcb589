import { at, type Item } from "../checks/inventory";
import type { ManifestText } from "../checks/manifest";
import type { ValidationError } from "../core/errors";
import type { Environment } from "../config/schema";
import { itemsInGit } from "../gitops/objects";
import type { Violation } from "./rule";
import { rules } from "./rules";
import type { RuleSettings } from "./settings";

/** What the rules find in an environment. */
export interface Evaluation {
  /** Violations of rules that must hold. */
  errors: ValidationError[];
  /** Violations of rules that are advice, and exceptions that except nothing. */
  advice: ValidationError[];
  /** Names of the rules that were evaluated. */
  evaluated: string[];
  /** How many violations are excepted. */
  excepted: number;
}

/** Evaluates the rules on all objects of an environment that are in Git. */
export function evaluate(
  environment: Environment,
  handWritten: readonly ManifestText[],
  settings: Record<string, RuleSettings>,
): Evaluation {
  const items = itemsInGit(environment, handWritten);
  const origins = new Map(items.map((item) => [item.object, item]));
  const evaluation: Evaluation = { errors: [], advice: [], evaluated: [], excepted: 0 };
  for (const rule of rules) {
    const { enforcementLevel, except, taken = [], ...options } = settings[rule.name] as RuleSettings;
    if (enforcementLevel === "disabled") continue;
    evaluation.evaluated.push(rule.name);
    const violations = rule.check([...origins.keys()], options);
    const open = violations.filter(({ subject }) => !Object.hasOwn(except, subject));
    evaluation.excepted += violations.length - open.length;
    const own = Object.keys(except).filter((name) => !taken.includes(name));
    const errors = open.map((violation) => errorOf(rule.name, violation, origins.get(violation.object) as Item));
    evaluation[enforcementLevel === "advisory" ? "advice" : "errors"].push(...errors);
    evaluation.advice.push(...unusedExceptions(environment.name, rule.name, own, violations));
  }
  return evaluation;
}

function errorOf(rule: string, { field, problem, remedy, subject }: Violation, item: Item): ValidationError {
  return { path: `${rule}: ${at(item, field)}`, problem, remedy: `${remedy} It is excepted as ${subject}.` };
}

/** An exception that is no longer needed would hide the next violation of that name. */
function unusedExceptions(
  stack: string,
  rule: string,
  except: readonly string[],
  violations: readonly Violation[],
): ValidationError[] {
  return except
    .filter((name) => !violations.some(({ subject }) => subject === name))
    .map((name) => ({
      path: `policy/${stack}.json, ${rule}.except`,
      problem: `"${name}" violates nothing`,
      remedy: "Remove it, or correct its name.",
    }));
}
