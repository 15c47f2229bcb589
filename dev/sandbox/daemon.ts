/**
 * The background process of the sandbox: serves Git and charts, owns every other process, and answers on its control
 * socket. `npm start` starts it detached; it ends on `npm stop`, or when its state directory is gone.
 */
import { existsSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { adminAccess } from "./cluster/credentials";
import { branchHead } from "./git/publish";
import { announcePush, pushSince } from "./git/webhook";
import { CONTENT, contentServer, contentUrls } from "./http/server";
import { planProcesses, type Programs } from "./plan";
import { generatedSecret, readJson } from "./state/files";
import { currentLayout, type ClusterName } from "./state/layout";
import { existingSandbox } from "./state/sandbox";
import { controlServer } from "./supervise/control";
import { Prober } from "./supervise/probes";
import { Supervisor } from "./supervise/supervisor";
import { ProcessTable } from "./supervise/table";

const STATE_CHECK_MS = 3_000;

const layout = currentLayout();
const startedAt = new Date().toISOString();
const table = new ProcessTable(layout.processes, layout.marker);
const prober = new Prober((cluster) => adminAccess(layout, existingSandbox(layout), cluster as ClusterName));
const supervisor = new Supervisor({
  logPath: layout.log,
  exists: (cluster, paths) => prober.exists(cluster, paths),
  probe: (probe) => prober.probe(probe),
  started: (name, pid) => table.add(name, pid, true),
  ended: (pid) => table.remove(pid),
});
const content = contentServer({
  git: layout.git,
  charts: layout.charts,
  password: generatedSecret(layout.secret("git-password")),
  beforePush: async () => {
    const before = await branchHead(layout.repository);
    return () => void announce(before);
  },
});
const control = controlServer({
  status: () => ({ pid: process.pid, startedAt, processes: supervisor.status() }),
  apply,
  halt: (name) => (name === CONTENT ? closeContent() : supervisor.halt(name)),
  resume: (name) => (name === CONTENT ? openContent() : supervisor.resume(name)),
  stop,
});

/** Announces to Argo CD what has been pushed since the branch was at a commit. */
async function announce(before: string | undefined): Promise<void> {
  const push = await pushSince(layout.repository, before);
  if (push === undefined) return;
  const { ports } = existingSandbox(layout);
  const server = `http://127.0.0.1:${ports["argocd/server"]!}`;
  await announcePush(server, contentUrls(ports.http!).repository, generatedSecret(layout.secret("webhook")), push);
}

async function apply(): Promise<void> {
  const programs = readJson<Programs>(layout.toolchain);
  if (programs === undefined) throw new Error(`${layout.toolchain} is missing`);
  const surroundings = {
    redisPassword: generatedSecret(layout.secret("redis-password")),
    path: process.env.PATH ?? "",
    proxy: process.env.AGENTGATEWAY_SANDBOX_PROXY,
  };
  await supervisor.apply(planProcesses(layout, existingSandbox(layout), programs, surroundings));
}

async function openContent(): Promise<void> {
  if (!content.listening) await listen(content, { host: "127.0.0.1", port: existingSandbox(layout).ports.http! });
}

function closeContent(): Promise<void> {
  content.close();
  content.closeAllConnections();
  return Promise.resolve();
}

async function stop(): Promise<void> {
  await supervisor.stop();
  await closeContent();
  control.close();
  rmSync(layout.control, { force: true });
  // The answer to `stop` is sent first; then nothing keeps this process, but nothing may keep it either.
  setTimeout(() => process.exit(0), 200);
}

function listen(server: Server, where: string | { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(where, resolve);
  });
}

async function main(): Promise<void> {
  table.add("daemon", process.pid, false);
  rmSync(layout.control, { force: true });
  await openContent();
  await listen(control, layout.control);
  await apply();
  setInterval(() => {
    if (!existsSync(layout.marker)) void stop();
  }, STATE_CHECK_MS);
}

process.on("SIGTERM", () => void stop());
process.on("SIGINT", () => void stop());
process.on("SIGHUP", () => undefined);
/** A defect must not leave processes behind that nobody watches. */
async function fail(error: unknown): Promise<void> {
  console.error(error);
  await stop();
  process.exit(1);
}

process.on("uncaughtException", (error) => void fail(error));
main().catch(fail);
