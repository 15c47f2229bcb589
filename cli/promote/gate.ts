import { environmentNamed, type Checkout } from "../../config/checkout";
import { UserError } from "../../core/errors";
import { fileList, shortCommit } from "../../gitops/revision/messages";
import type { Gate, Outcome } from "./wait";

/** Seconds beyond the soak time after which a wait ends: Argo CD looks at Git within minutes, and then has to deploy. */
const PATIENCE = 1800;

/** Exit codes of a wait that did not pass. */
export const EXIT = { late: 2, replaced: 3 };

/**
 * Finds that an environment can gate a promotion.
 *
 * @param source the branch before, whose name is that of the stack
 * @throws UserError where there is no such stack, it has errors, or Argo CD doesn't deploy it
 */
export function assertGate(checkout: Checkout, source: string, target: string): void {
  const { environments, direct, broken } = checkout;
  if (direct.some(({ name }) => name === source)) {
    throw new UserError(
      `The stack ${source} gates ${target}, and no commit of it is known: Pulumi applies it itself (delivery: direct). ` +
        without(target),
    );
  }
  if (![...environments, ...broken.map(({ stack: name }) => ({ name }))].some(({ name }) => name === source)) {
    throw new UserError(
      `${target} waits for the stack ${source}, and there is no Pulumi.${source}.yaml in the checkout. ${without(target)}`,
    );
  }
  environmentNamed(checkout, source);
}

function without(target: string): string {
  return `To promote without a gate: node ci/promote.mjs ${target}`;
}

/**
 * Seconds until a wait ends.
 *
 * @param minutes as they were asked for. Default: half an hour beyond the soak time
 * @throws UserError where the soak time alone takes longer
 */
export function timeoutOf(stack: string, soakSeconds: number, minutes?: number): number {
  if (minutes === undefined) return soakSeconds + PATIENCE;
  if (minutes * 60 < soakSeconds) {
    throw new UserError(
      `--timeout ${minutes} (minutes) is less than automation.soakSeconds of ${stack}: ${soakSeconds}`,
    );
  }
  return minutes * 60;
}

/** What is said of a wait that did not pass. */
export function failureOf(gate: Gate, outcome: Exclude<Outcome, { ended: "passed" }>): UserError {
  const { environment, target, commit, timeoutSeconds } = gate;
  const unmoved = `${target} was not moved`;
  if (outcome.ended === "late") {
    return new UserError(
      `${unmoved}: in ${Math.round(timeoutSeconds / 60)} minutes ${environment} was not Synced and Healthy at ` +
        `${shortCommit(commit)} for ${gate.soakSeconds} s. In the end ${outcome.last}\n` +
        `What is wrong there: npm run status -- ${environment}`,
    );
  }
  const { by, application, files } = outcome;
  return new UserError(
    `${unmoved}: in ${environment} the newer commit ${shortCommit(by)} has taken the place of ${shortCommit(commit)}; ` +
      `different in ${application}: ${fileList(files)}\nPromote that one, once ${environment} has it: npm run promote -- ${target} --commit ${shortCommit(by)}`,
  );
}
