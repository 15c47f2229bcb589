import { OWNER } from "../../components/cluster/owner";
import { UserError } from "../../core/errors";
import { until } from "../../core/until";
import type { Cluster } from "../../kube/cluster";
import type { LiveObject } from "../../kube/live";
import { showRef, type ObjectRef } from "../../kube/ref";
import { ApiError, ifForbidden } from "../../kube/request";
import { obstaclesOf, remainingKinds, unavailableApis, type Obstacle } from "./namespaceDeletion";

/** Seconds until a namespace must be gone. */
const LIMIT = 300;
/** Objects of a kind that are named. */
const SHOWN = 5;

const CONTENT = "NamespaceContentRemaining";

/**
 * Checks that a cluster can delete namespaces at all.
 *
 * @throws UserError that names each aggregated API that does not answer
 */
export async function assertDeletable(cluster: Cluster): Promise<void> {
  const kind = { apiVersion: "apiregistration.k8s.io/v1", kind: "APIService" };
  const services = await cluster.list(kind).catch(ifForbidden<LiveObject[]>([]));
  const errors = unavailableApis(services).map(({ name, problem }) => ({
    path: `APIService ${name}`,
    problem,
    remedy: `Repair the Service behind it, or remove it where nothing serves it any more: kubectl delete apiservice ${name}`,
  }));
  if (errors.length > 0) throw new UserError("Nothing was deleted, since namespaces can't be:", errors);
}

/**
 * Checks that a cluster would delete an object: by a dry run, which its admission policies judge too.
 *
 * @throws UserError with what the API server says
 */
export async function assertAllowed(cluster: Cluster, ref: ObjectRef): Promise<void> {
  try {
    await cluster.remove(ref, { dryRun: true });
  } catch (error) {
    if (!(error instanceof ApiError && (error.status === 403 || error.status === 422))) throw error;
    throw new UserError("Nothing was deleted, since the API server refuses it:", [
      { path: showRef(ref), problem: error.message },
    ]);
  }
}

/**
 * Deletes a namespace, and waits until it is gone. One that belongs to somebody else is left alone.
 *
 * @param log called each time when something else is in the way
 * @param patienceSeconds for which one and the same thing may be in the way. Default 50: pods need half a minute to end
 * @throws UserError that says what is in the way: within a minute where nothing changes
 */
export async function deleteNamespace(
  cluster: Cluster,
  { namespace: name, owner }: { namespace: string; owner: string },
  log: (message: string) => void,
  patienceSeconds = 50,
): Promise<void> {
  const ref = { apiVersion: "v1", kind: "Namespace", name };
  const live = await cluster.read(ref);
  if (live?.metadata.annotations?.[OWNER] !== owner) return;
  if (live.metadata.deletionTimestamp === undefined) await cluster.remove(ref);
  let seen = "";
  let since = performance.now();
  let obstacles: Obstacle[] = [];
  const gone = async () => {
    const now = await cluster.read(ref);
    if (now === undefined || now.metadata.uid !== live.metadata.uid) return true;
    obstacles = obstaclesOf(now);
    const state = obstacles.map(({ condition, problem }) => `${condition}: ${problem}`).join("; ");
    if (state !== seen) {
      seen = state;
      since = performance.now();
      log(`waiting for the namespace ${name} to be deleted${state && `: ${state}`}`);
    }
    if (obstacles.length > 0 && performance.now() - since > patienceSeconds * 1000)
      throw await failure(cluster, name, obstacles);
    return false;
  };
  if (!(await until(gone, LIMIT * 1000, 500))) throw await failure(cluster, name, obstacles);
}

async function failure(cluster: Cluster, name: string, obstacles: readonly Obstacle[]): Promise<UserError> {
  const remaining = await remainingObjects(cluster, name, obstacles);
  const unknown = { condition: `Namespace ${name}`, problem: `is not gone after ${LIMIT} s`, remedy: "" };
  return new UserError(
    `The namespace ${name} can't be deleted. Run the command again when nothing is in the way any more:`,
    (obstacles.length > 0 ? obstacles : [unknown]).map(({ condition, problem, remedy }) => ({
      path: condition,
      problem: condition === CONTENT ? [problem, ...remaining].join("; ") : problem,
      remedy,
    })),
  );
}

/** The objects that are still there, by name. */
async function remainingObjects(
  cluster: Cluster,
  namespace: string,
  obstacles: readonly Obstacle[],
): Promise<string[]> {
  const kinds = obstacles
    .filter(({ condition }) => condition === CONTENT)
    .flatMap(({ problem }) => remainingKinds(problem));
  return Promise.all(
    kinds.map(async (kind) => {
      const names = await cluster.namesOf(kind, namespace).catch(() => []);
      return `${kind.plural}: ${names.slice(0, SHOWN).join(", ")}${names.length > SHOWN ? ", …" : ""}`;
    }),
  );
}
