import { servedEntries, type Served } from "../../components/served";
import { UserError, type ValidationError } from "../../core/errors";
import type { Environment, PlatformInput } from "../../config/schema";
import { environmentOf } from "../../config/stackConfiguration";
import { accessErrors, connect, type Clusters } from "../stack/clusters";
import { stackConfiguration, stackHistory } from "../stack/pulumi";
import type { ObjectStatus } from "../../kube/conditions";
import { asClusterError } from "../../kube/problem";
import { readArgoCd } from "./argocd";
import { expectedToServe } from "./expected";
import { readEnvironment } from "./read";
import { stackStatus } from "./stack";
import type { EnvironmentSummary } from "./summary";

/** Updates that are read: the newest may be previews. */
const UPDATES = 10;

/** The status of a stack: what Pulumi did last, and what its clusters say. Reads only. */
export async function inspect(platform: PlatformInput, stack: string, directory: string): Promise<EnvironmentSummary> {
  const [configuration, history] = await Promise.all([stackConfiguration(stack), stackHistory(stack, UPDATES)]);
  const environment = environmentOf(platform, stack, configuration, directory);
  const clusters = await connect(environment);
  const errors = await accessErrors(clusters);
  const objects =
    errors.length > 0 ? errors.map(unreachable) : await read(environment, clusters, directory).catch(unanswered);
  return {
    environment: stack,
    findings: [stackStatus(stack, history), ...objects],
    served: served(environment, objects),
  };
}

async function read(environment: Environment, { hub, target }: Clusters, directory: string): Promise<ObjectStatus[]> {
  if (environment.delivery === "none") return readArgoCd(target);
  return readEnvironment(environment, await expectedToServe(environment, directory), hub, target);
}

/** What clients call, at the address of the environment's own Gateway. */
export function served(environment: Environment, objects: readonly ObjectStatus[]): Served[] {
  if (environment.delivery === "none") return [];
  const { namespace, gateway } = environment;
  const own = objects.find(({ kind, name }) => kind === "Gateway" && name === `${namespace}/${gateway.name}`);
  return servedEntries(environment, own?.addresses?.[0]);
}

/** A cluster that can't be read is an answer too. */
function unreachable({ path, problem, remedy }: ValidationError): ObjectStatus {
  return {
    kind: "Cluster",
    name: path,
    ok: false,
    detail: [problem.replace(/\.$/, ""), remedy].filter(Boolean).join(". "),
  };
}

/** So is one that stops answering. */
export function unanswered(error: unknown): ObjectStatus[] {
  const known = asClusterError(error);
  if (known instanceof UserError && known.errors.length > 0) return known.errors.map(unreachable);
  const { message, cause } = error as Error;
  const detail = cause instanceof Error ? `${message}: ${cause.message}` : message;
  return [{ kind: "Cluster", name: "", ok: false, detail: `does not answer: ${detail}` }];
}
