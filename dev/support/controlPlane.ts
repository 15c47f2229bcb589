import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { controllerPlan } from "../sandbox/agentgateway/plan";
import { adminAccess, createCredentials } from "../sandbox/cluster/credentials";
import type { ClusterAccess } from "../sandbox/cluster/kubeconfig";
import { clusterPlan } from "../sandbox/cluster/plan";
import { layoutAt } from "../sandbox/state/layout";
import { openSandbox } from "../sandbox/state/sandbox";
import { Prober } from "../sandbox/supervise/probes";
import { Supervisor } from "../sandbox/supervise/supervisor";
import { until } from "../../core/until";
import { tail } from "../sandbox/terminal/tail";
import { ensureToolchain } from "../sandbox/toolchain";

const NAME = "dev";
const PROCESSES = ["etcd", "kube-apiserver"] as const;
/** Ends namespaces, collects what has lost its owner, and the like. */
const KEEPER = "kube-controller-manager";
const CONTROLLER = "agentgateway-controller";
const READY_SECONDS = 240;

/** An API server and its store, with Kubernetes' own controllers or that of agentgateway if requested, and nothing else. */
export interface ControlPlane {
  access: ClusterAccess;
  /** What the controller has translated, once its CRDs and its namespace are there. */
  translated: () => Promise<unknown>;
  stop: () => Promise<void>;
}

/** What a control plane has beside its API server. */
interface ControlPlaneOptions {
  /** The agentgateway controller. Default `false`. */
  controller?: boolean;
  /** Kubernetes' own controllers. Default `false`. */
  keeper?: boolean;
  /** Variables of the agentgateway controller's environment, as its chart sets them. Default: none. */
  variables?: Record<string, string>;
}

/**
 * Starts the API server of a sandbox without its controllers: it checks objects, and nobody does anything with them, so that
 * a namespace is never gone. For tests that need no more, it is there in seconds and takes half of what a sandbox takes.
 */
export async function startControlPlane({
  controller = false,
  keeper = false,
  variables = {},
}: ControlPlaneOptions = {}): Promise<ControlPlane> {
  const processes: readonly ((typeof PROCESSES)[number] | typeof KEEPER)[] = keeper
    ? [...PROCESSES, KEEPER]
    : PROCESSES;
  const { bin } = await ensureToolchain({ only: controller ? [...processes, CONTROLLER] : processes });
  const root = mkdtempSync(join(tmpdir(), "agentgateway-api-"));
  const layout = layoutAt(join(root, "state"), root);
  const sandbox = await openSandbox(layout, [NAME]);
  await createCredentials(layout, NAME, sandbox.ports[`${NAME}/kube-apiserver`] as number);
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
  const env = { PATH: process.env.PATH ?? "", HOME: root };
  const names = processes.map((name) => `${NAME}/${name}`);
  const plan = clusterPlan(layout, sandbox.ports, NAME, { bin, stages: [] }, env);
  await supervisor.apply([
    ...plan.filter(({ name }) => names.includes(name)),
    // It waits by itself for what it needs.
    ...(controller ? [controllerPlan(layout, sandbox.ports, NAME, bin[CONTROLLER], { ...env, ...variables })] : []),
  ]);
  const isReady = (required: readonly string[]) =>
    supervisor.status().every(({ name, state }) => state === "ready" || !required.includes(name));
  const ready = async (required: readonly string[]) => {
    if (await until(() => isReady(required), READY_SECONDS * 1000)) return;
    const logs = required.map((name) => `${name}:\n${tail(layout.log(name))}`).join("\n");
    throw new Error(`waited ${READY_SECONDS} s in vain for ${required.join(", ")}\n${logs}`);
  };
  const translated = async () => {
    await ready([`${NAME}/${CONTROLLER}`]);
    const port = sandbox.ports[`${NAME}/agentgateway admin`];
    return (await fetch(`http://127.0.0.1:${port}/snapshots/krt`)).json();
  };
  try {
    await ready(names);
    return { access, translated, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
