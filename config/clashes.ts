import { nameIn } from "../components/application/children";
import { Claims } from "../core/claims";
import type { ValidationError } from "../core/errors";
import type { Environment } from "./schema";

/** What an environment must have for itself, as far as the checkout can tell. */
interface Claim {
  path: string;
  /** What is claimed: two environments with equal ones clash. */
  key: string;
  /** What is wrong where another environment has it, too. */
  problem: (other: string) => string;
  remedy: string;
}

/**
 * What two environments of a checkout both have and only one can: names of Applications, a namespace of a cluster. Where one
 * extends the other, the error is the one's that extends, which only has to say what differs; else it is that of both.
 *
 * @param bases the stacks that each stack extends
 * @returns the errors of each environment that has any, by its name
 */
export function clashes(
  environments: readonly Environment[],
  bases: ReadonlyMap<string, readonly string[]>,
): Map<string, ValidationError[]> {
  const claims = new Claims<string>();
  const errors = new Map<string, ValidationError[]>();
  const add = (name: string, other: string, { path, remedy, ...claim }: Claim) => {
    const known = errors.get(name) ?? [];
    const problem = claim.problem(other);
    if (!known.some((each) => each.problem === problem)) errors.set(name, [...known, { path, problem, remedy }]);
  };
  for (const environment of environments) {
    const { name } = environment;
    for (const claim of claimsOf(environment)) {
      const other = claims.claim(claim.key, name);
      if (other === undefined) continue;
      if (!bases.get(other)?.includes(name)) add(name, other, claim);
      if (!bases.get(name)?.includes(other)) add(other, name, claim);
    }
  }
  return errors;
}

function claimsOf(environment: Environment): Claim[] {
  const { delivery, namespace } = environment;
  const suffix = nameIn(environment, "");
  const names: Claim = {
    path: "application.suffix",
    key: JSON.stringify(["suffix", suffix]),
    problem: (other) => `"${suffix}" is that of ${other}, too, and names of Applications end with it`,
    remedy: "Give one of them another.",
  };
  const places = clustersOf(environment).map((cluster) => ({
    path: "namespace",
    key: JSON.stringify(["namespace", namespace, cluster]),
    problem: (other: string) => `"${namespace}" is that of ${other}, too, on the same cluster`,
    remedy: "Give one of them another namespace or cluster.",
  }));
  return delivery === "gitops" ? [names, ...places] : places;
}

/** What tells the cluster of an environment from others: nothing, where only an encrypted kubeconfig does. */
function clustersOf({ delivery, argocd, cluster }: Environment): unknown[] {
  const inHub = delivery === "gitops" && argocd.mode === "hub";
  return [
    ...(inHub ? [["hub", argocd.kubeconfigFrom, argocd.context, cluster.name]] : []),
    ...(cluster.kubeconfigFrom?.stack ? [["from", cluster.kubeconfigFrom, cluster.context]] : []),
  ];
}
