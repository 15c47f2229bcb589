import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { adminAccess, createCredentials } from "../../sandbox/cluster/credentials";
import type { ClusterAccess } from "../../sandbox/cluster/kubeconfig";
import { clusterPlan } from "../../sandbox/cluster/plan";
import { layoutAt } from "../../sandbox/state/layout";
import { openSandbox } from "../../sandbox/state/sandbox";
import { Prober } from "../../sandbox/supervise/probes";
import { Supervisor } from "../../sandbox/supervise/supervisor";
import { until } from "../../sandbox/supervise/wait";
import { tail } from "../../sandbox/terminal/tail";
import { ensureToolchain } from "../../sandbox/toolchain";

const NAME = "dev";
const PROCESSES = ["etcd", "kube-apiserver"] as const;
const READY_SECONDS = 120;

/** An API server and its store, and nothing else. */
export interface ControlPlane {
  access: ClusterAccess;
  stop: () => Promise<void>;
}

/**
 * Starts the API server of a sandbox without its controllers: it checks objects, and nobody does anything with them. For
 * tests that ask no more, it is there in seconds and takes half of what a sandbox takes.
 */
export async function startControlPlane(): Promise<ControlPlane> {
  const { bin } = await ensureToolchain({ only: PROCESSES });
  const root = mkdtempSync(join(tmpdir(), "agentgateway-api-"));
  const layout = layoutAt(join(root, "state"), root);
  const sandbox = await openSandbox(layout, [NAME]);
  createCredentials(layout, NAME, sandbox.ports[`${NAME}/kube-apiserver`] as number);
  const access = adminAccess(layout, sandbox, NAME);
  const prober = new Prober(() => access);
  const supervisor = new Supervisor({
    logPath: layout.log,
    exists: (cluster, paths) => prober.exists(cluster, paths),
    probe: (probe) => prober.probe(probe),
    started: () => undefined,
    ended: () => undefined,
  });
  const stop = async () => {
    await supervisor.stop();
    rmSync(root, { recursive: true, force: true });
  };
  const names = PROCESSES.map((name) => `${NAME}/${name}`);
  const plan = clusterPlan(layout, sandbox.ports, NAME, { bin, stages: [] }, { PATH: process.env.PATH ?? "" });
  await supervisor.apply(plan.filter(({ name }) => names.includes(name)));
  const ready = () => supervisor.status().every(({ state }) => state === "ready");
  if (await until(ready, READY_SECONDS * 1000)) return { access, stop };
  const logs = names.map((name) => `${name}:\n${tail(layout.log(name))}`).join("\n");
  await stop();
  throw new Error(`the API server was not ready after ${READY_SECONDS} s\n${logs}`);
}
