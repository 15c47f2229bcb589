import { allowedKinds } from "../components/allowedKinds/kinds";
import { childApplications, nameIn } from "../components/application/children";
import { appProjects } from "../components/application/projects";
import { rootName } from "../components/application/root";
import { isHubs } from "../components/cluster/source";
import { EXPORTED_KUBECONFIG, type KubeconfigSource } from "../components/cluster/spec";
import { Claims } from "../core/claims";
import type { ValidationError } from "../core/errors";
import type { Environment } from "./schema";
import { PROJECT } from "./stackfile";

/** What an environment must have for itself, as far as the checkout can tell. */
interface Claim {
  path: string;
  /** What is claimed: two environments with equal ones clash. */
  key: string;
  /** What is wrong where another environment has it, too. */
  problem: (other: string) => string;
  remedy: string;
  /** Path of another error which says the same: where there is that, this one is left out. */
  unless?: string;
}

/**
 * What two environments of a checkout both have and only one can: names of Applications, the control plane and a namespace of a
 * cluster. Where one extends the other, the error is the one's that extends, which only has to say what differs; else it is that
 * of both.
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
    if (known.some((each) => each.path === claim.unless)) return;
    if (!known.some((each) => each.problem === problem)) errors.set(name, [...known, { path, problem, remedy }]);
  };
  for (const environment of environments) {
    const { name } = environment;
    for (const claim of claimsOf(environment)) {
      const other = claims.claim(claim.key, name);
      if (other === undefined || other === name) continue;
      if (!bases.get(other)?.includes(name)) add(name, other, claim);
      if (!bases.get(name)?.includes(other)) add(other, name, claim);
    }
  }
  return errors;
}

function claimsOf(environment: Environment): Claim[] {
  const { delivery } = environment;
  const places = clustersOf(environment).flatMap((cluster) => placesIn(environment, cluster));
  return delivery === "gitops" ? [...namesOf(environment), ...places] : places;
}

/** All environments of an Argo CD share its namespace. */
function namesOf(environment: Environment): Claim[] {
  const path = "application.suffix";
  const remedy = "Give one of them another.";
  const suffix = nameIn(environment, "");
  const root = { kind: "Application", metadata: { name: rootName(environment) } };
  const made = [root, ...childApplications(environment), ...appProjects(environment)];
  return [
    {
      path,
      key: JSON.stringify(["suffix", suffix]),
      problem: (other) => `"${suffix}" is that of ${other}, too, and names of Applications end with it`,
      remedy,
    },
    ...made.map(({ kind, metadata }) => ({
      path,
      key: JSON.stringify(["name", kind, metadata.name]),
      problem: (other: string) => `makes the ${kind} ${metadata.name}, which ${other} has, too`,
      remedy,
      unless: path,
    })),
  ];
}

function placesIn(environment: Environment, cluster: unknown): Claim[] {
  const { namespace, delivery } = environment;
  const claim: Claim = {
    path: "namespace",
    key: JSON.stringify(["namespace", namespace, cluster]),
    problem: (other) => `"${namespace}" is that of ${other}, too, on the same cluster`,
    remedy: "Give one of them another namespace or cluster.",
  };
  const claims = [claim, ...clusterWideObjects(environment, cluster)];
  if (delivery === "none" || environment.cluster.controlPlane === "existing") return claims;
  return [theControlPlane(cluster), ...claims];
}

/** The manifests that a person writes are every environment's, so each would deploy these. */
function clusterWideObjects(environment: Environment, cluster: unknown): Claim[] {
  return allowedKinds(environment.allowedKinds).flatMap(({ group, kind, names = [] }) =>
    names.map((name) => ({
      path: `allowedKinds.${kind}${group && `.${group}`}.clusterWide`,
      key: JSON.stringify(["cluster-wide", group, kind, name, cluster]),
      problem: (other: string) => `has "${name}", which ${other} has, too, on the same cluster`,
      remedy: "Have whoever administers the cluster deploy it, beside this program.",
    })),
  );
}

function theControlPlane(cluster: unknown): Claim {
  return {
    path: "cluster.controlPlane",
    key: JSON.stringify(["control plane", cluster]),
    problem: (other) => `is "install", and ${other} installs one on the same cluster`,
    remedy: "Let one of them use it: cluster: { controlPlane: existing }.",
  };
}

/** What tells the cluster of an environment from others: nothing, where only an encrypted kubeconfig does. */
function clustersOf(environment: Environment): unknown[] {
  const { name, delivery, argocd, cluster } = environment;
  const inHub = delivery === "gitops" && argocd.mode === "existing";
  const inOwnCluster = isHubs(environment) && (argocd.kubeconfig ?? argocd.kubeconfigFrom) === undefined;
  const exportsItsOwn = delivery !== "direct" && argocd.mode === "install";
  return [
    // Without a way to a hub, the Argo CD runs in the environment's own cluster.
    ...(inHub && !inOwnCluster ? [["hub", argocd.kubeconfigFrom, argocd.context, cluster.name]] : []),
    ...(exportsItsOwn ? [["stack", name, cluster.context]] : []),
    ...exported(cluster.kubeconfigFrom, cluster.context),
    ...(isHubs(environment) ? exported(argocd.kubeconfigFrom, argocd.context) : []),
  ];
}

/** A cluster by the stack that exports its kubeconfig: of this project's, those with an Argo CD of their own. */
function exported(from: KubeconfigSource | undefined, context: string | undefined): unknown[] {
  if (from?.stack === undefined) return [];
  const [, project, stack] = from.stack.split("/");
  const isOurs = project === PROJECT && from.output === EXPORTED_KUBECONFIG;
  return [["from", from, context], ...(isOurs ? [["stack", stack, context]] : [])];
}
