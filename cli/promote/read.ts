import { activeFreezes } from "../../components/application/freeze/active";
import { liveFreeze } from "../../components/application/freeze/live";
import { applicationNames, deliveredPaths, rootName } from "../../components/application/root";
import type { Environment } from "../../config/schema";
import { UserError } from "../../core/errors";
import { fetchCommit, openRemote, Unreachable } from "../../gitops/revision/branch";
import { compare, isKnown } from "../../gitops/revision/compare";
import { withScratch } from "../../gitops/revision/scratch";
import type { Cluster } from "../../kube/cluster";
import { asClusterError } from "../../kube/problem";
import { applicationsOf, environmentApplications, type Application } from "../status/read";
import { assess, inFreeze, type DeployedRevision, type Look } from "./assess";

type Seen = Pick<DeployedRevision, "relation" | "files" | "unknown">;

/**
 * How an environment is looked at. Reads only. A cluster that does not answer is a state as well: it may be back in a moment.
 *
 * @param hub the cluster that Argo CD runs in
 * @param checkout a checkout that has the commit
 */
export function lookAt(environment: Environment, hub: Cluster, checkout: string, commit: string): () => Promise<Look> {
  const paths = deliveredPaths(environment);
  // Two commits don't change, so each pair is compared once.
  const compared = new Map<string, Seen>();
  const beside = async (application: string, revision: string): Promise<Seen> => {
    const key = `${application} ${revision}`;
    const seen = compared.get(key) ?? (await relate(environment, checkout, commit, revision, paths.get(application)!));
    if (seen.unknown === undefined) compared.set(key, seen);
    return seen;
  };
  return async () => {
    try {
      const all = await hub.list<Application>(applicationsOf(environment));
      const deployed: DeployedRevision[] = [];
      for (const application of paths.keys()) {
        const revision = all.find(({ metadata }) => metadata.name === application)?.status?.sync?.revision;
        const seen: Seen = revision ? await beside(application, revision) : { relation: "unknown", files: [] };
        deployed.push({ application, ...(revision && { revision }), ...seen });
      }
      const look = assess(commit, environmentApplications(environment.name, all, rootName(environment)), deployed);
      if (look.state !== "open" || !waitsForSync(environment, all)) return look;
      return inFreeze(look, activeFreezes((await liveFreeze(hub, environment)) ?? [], new Date()));
    } catch (error) {
      const known = asClusterError(error);
      if (!(known instanceof UserError) || known.errors.length === 0) throw known;
      return { state: "open", why: known.errors.map(({ path, problem }) => `${path} ${problem}`).join("; ") };
    }
  };
}

/** Whether Argo CD has yet to sync one of an environment's Applications. */
function waitsForSync(environment: Environment, all: readonly Application[]): boolean {
  const names = applicationNames(environment);
  return all.some(({ metadata, status }) => names.includes(metadata.name) && status?.sync?.status === "OutOfSync");
}

/**
 * Where a commit is, seen from another that Argo CD has read, and the files that differ. A revision that the checkout lacks
 * is fetched.
 */
export function relate(
  environment: Pick<Environment, "repository" | "argocd">,
  checkout: string,
  commit: string,
  revision: string,
  paths: readonly string[],
): Promise<Seen> {
  return withScratch(checkout, async (scratch) => {
    try {
      if (!(await isKnown(scratch, revision))) {
        await fetchCommit(scratch, await openRemote(scratch, environment), revision);
      }
      const { relation, files } = await compare({ ...scratch, head: commit }, revision, paths);
      return { relation, files };
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return { relation: "unknown", files: [], unknown: error.message };
    }
  });
}
