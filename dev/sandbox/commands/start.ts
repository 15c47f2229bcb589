import { existsSync } from "node:fs";
import { clusterAt } from "../../../kube/clusterAt";
import { UserError } from "../../../core/errors";
import { environmentInCheckout } from "../../../config/checkout";
import { platform } from "../../../platform";
import { expectedOfCheckout } from "../../../cli/status/expected";
import { readEnvironment } from "../../../cli/status/read";
import { summaryLine, summaryTable, type EnvironmentSummary } from "../../../cli/status/summary";
import { adminAccess } from "../cluster/credentials";
import { kubeconfig } from "../cluster/kubeconfig";
import { publish } from "../git/publish";
import { pulumiUp } from "../pulumi/up";
import { HUB, type ClusterName, type Layout } from "../state/layout";
import { until } from "../../../core/until";
import type { Progress } from "../terminal/progress";
import { ENTER, nextSteps } from "./nextSteps";
import { reportPublication } from "./push";
import { withSandbox, type Session } from "./session";

// `pulumi up` returns when the environment works; a controller may still write a last status after that.
const SETTLE_LIMIT_MS = 60_000;

const FIRST_RUN = `This is the first start of this checkout. It makes, on this machine alone and without containers:
real Kubernetes control planes, Argo CD, the agentgateway controller and a Git server, and then runs \`pulumi up\`.
Tools that are not here are built from source, once: that can take half an hour. Later starts take about a minute.
All state is in `;

/** `start`: everything, until Argo CD says Synced and Healthy and the clusters agree. */
export async function start(
  layout: Layout,
  extra: readonly ClusterName[],
  progress: Progress,
  json: boolean,
): Promise<void> {
  if (!existsSync(layout.marker)) progress.note(`${FIRST_RUN}${layout.root}\n`);
  const environments = [...new Set<ClusterName>([HUB, ...extra])];
  const began = performance.now();
  await withSandbox(layout, environments, progress, async (session) => {
    reportPublication(await publish(layout, false), progress);
    const summaries: EnvironmentSummary[] = [];
    for (const environment of environments) {
      await deploy(layout, environment, session, progress);
      summaries.push(await settle(layout, environment, session));
    }
    report(summaries, session, progress, json, performance.now() - began);
  });
}

/** `up`: everything that a `pulumi up` needs, without running it. */
export async function up(layout: Layout, extra: readonly ClusterName[], progress: Progress): Promise<void> {
  await withSandbox(layout, [...new Set<ClusterName>([HUB, ...extra])], progress, () => {
    progress.step(`up; \`${ENTER}\` makes this shell use it`);
    return Promise.resolve();
  });
}

async function deploy(layout: Layout, stack: ClusterName, session: Session, progress: Progress): Promise<void> {
  const { toolchain, signal } = session;
  progress.step(`${stack}: pulumi up (log: ${layout.log(`pulumi-${stack}`)})`);
  const changed = await pulumiUp(stack, { layout, toolchain, signal }, progress);
  progress.step(`${stack}: pulumi up done: ${changed}`);
}

/** Reads the clusters until everything is as it should be, or the time is over: then what is wrong is the result. */
async function settle(
  layout: Layout,
  environment: ClusterName,
  { sandbox, signal }: Session,
): Promise<EnvironmentSummary> {
  const connect = (cluster: ClusterName) => clusterAt(kubeconfig([adminAccess(layout, sandbox, cluster)]));
  const [hub, target] = [connect(HUB), connect(environment)];
  const desired = environmentInCheckout(platform, layout.checkout, environment);
  const expected = expectedOfCheckout(desired, layout.checkout);
  let findings: EnvironmentSummary["findings"] = [];
  await until(
    async () => {
      findings = await readEnvironment(desired, expected, hub, target);
      return findings.every(({ ok }) => ok);
    },
    SETTLE_LIMIT_MS,
    500,
    signal,
  );
  return { environment, findings };
}

function report(
  summaries: EnvironmentSummary[],
  { sandbox }: Session,
  progress: Progress,
  json: boolean,
  ms: number,
): void {
  progress.step("done");
  const bad = summaries.flatMap(({ findings }) => findings.filter((finding) => !finding.ok));
  const ok = bad.length === 0;
  if (json)
    process.stdout.write(
      `${JSON.stringify({ ok, seconds: Math.round(ms / 100) / 10, environments: summaries }, null, 2)}\n`,
    );
  else progress.print(`\n${summaries.map(summaryTable).join("\n\n")}\n`);
  if (!ok) {
    const lines = bad.map(({ kind, name, detail }) => `  ${kind} ${name}: ${detail}`);
    throw new UserError(`not everything is as it should be (logs: \`npm run sandbox -- logs\`):\n${lines.join("\n")}`);
  }
  if (!json) progress.brief(`${summaries.map(summaryLine).join("; ")}. Next: ${ENTER} && kubectl get httproutes -A`);
  progress.print(`${nextSteps(sandbox.ports["argocd/server"]!, summaries.at(-1)!.environment)}\n`);
}
