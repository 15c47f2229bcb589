import { servedEntries, type Served } from "../../components/served";
import { UserError, type Fault } from "../../core/errors";
import type { Environment, PlatformInput } from "../../config/schema";
import { environmentOf } from "../../config/stackConfiguration";
import { accessFaults, connect } from "../stack/clusters";
import { pulumi, stackConfiguration } from "../stack/pulumi";
import type { ObjectStatus } from "../../kube/conditions";
import { describedToServe } from "./described";
import { readEnvironment } from "./read";
import { stackStatus, type StackUpdate } from "./stack";
import type { EnvironmentSummary } from "./summary";

/** Updates that are asked for: the newest may be previews. */
const UPDATES = 10;

/** How a stack stands: what Pulumi did last, and what its clusters say. Reads only. */
export async function inspect(platform: PlatformInput, stack: string, directory: string): Promise<EnvironmentSummary> {
  const [configuration, history] = await Promise.all([stackConfiguration(stack), readHistory(stack)]);
  const environment = environmentOf(platform, stack, configuration, directory);
  const clusters = await connect(environment);
  const faults = await accessFaults(clusters);
  const objects =
    faults.length > 0
      ? faults.map(unreachable)
      : await readEnvironment(
          environment,
          describedToServe(environment, directory),
          clusters.hub,
          clusters.target,
        ).catch(unanswered);
  return {
    environment: stack,
    findings: [stackStatus(stack, history), ...objects],
    served: served(environment, objects),
  };
}

/** What clients call, at the address of the environment's own Gateway. */
export function served(environment: Environment, objects: readonly ObjectStatus[]): Served[] {
  const { namespace, gateway } = environment;
  const own = objects.find(({ kind, name }) => kind === "Gateway" && name === `${namespace}/${gateway.name}`);
  return servedEntries(environment, own?.addresses?.[0]);
}

async function readHistory(stack: string): Promise<StackUpdate[]> {
  const args = ["stack", "history", "--json", "--page-size", String(UPDATES), "--stack", stack];
  const { code, stdout, stderr } = await pulumi(args);
  if (code !== 0) throw new UserError(`The history of stack ${stack} can't be read:\n${stderr.trim()}`);
  return (JSON.parse(stdout) ?? []) as StackUpdate[];
}

/** A cluster that can't be read is an answer too. */
function unreachable({ path, problem, remedy }: Fault): ObjectStatus {
  return {
    kind: "Cluster",
    name: path,
    ok: false,
    detail: [problem.replace(/\.$/, ""), remedy].filter(Boolean).join(". "),
  };
}

/** So is one that stops answering. */
function unanswered(error: unknown): ObjectStatus[] {
  const { message, cause } = error as Error;
  const detail = cause instanceof Error ? `${message}: ${cause.message}` : message;
  return [{ kind: "Cluster", name: "", ok: false, detail: `does not answer: ${detail}` }];
}
