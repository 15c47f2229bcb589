import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { crashLooping } from "../../../../dev/sandbox/cluster/ready";
import { nextStart } from "../../../../dev/sandbox/supervise/unit";
import { statusTable } from "../../../../dev/sandbox/commands/status";
import { createDirectories, type Layout } from "../../../../dev/sandbox/state/layout";
import { startDaemon } from "../../../../dev/sandbox/supervise/background";
import { isAlive, processIdentity, startTicks } from "../../../../dev/sandbox/supervise/identity";
import { BoundedLog } from "../../../../dev/sandbox/supervise/log";
import { reap } from "../../../../dev/sandbox/supervise/reap";
import type { ProcessSpec, ProcessStatus } from "../../../../dev/sandbox/supervise/spec";
import { Supervisor } from "../../../../dev/sandbox/supervise/supervisor";
import { livingProcesses, ProcessTable } from "../../../../dev/sandbox/supervise/table";
import { until } from "../../../../core/until";
import { scratchSandbox } from "../../../../dev/support/sandbox";

describe("sandbox", () => {
  let layout: Layout;
  scratchSandbox((scratch) => ({ layout } = scratch));

  describe("supervisor", () => {
    const node = (name: string, script: string, more: Partial<ProcessSpec> = {}): ProcessSpec => ({
      name,
      command: process.execPath,
      args: ["-e", script],
      env: {},
      tier: 0,
      ...more,
    });
    const FOREVER = "setInterval(() => {}, 1000)";
    let supervisor: Supervisor;
    let records: ProcessTable;
    let open: boolean;
    beforeEach(() => {
      createDirectories(layout);
      open = true;
      records = new ProcessTable(layout.processes, layout.marker);
      supervisor = new Supervisor({
        logPath: layout.log,
        exists: () => Promise.resolve(open),
        probe: () => Promise.resolve(true),
        started: (name, pid) => records.add(name, pid, true),
        ended: (pid) => records.remove(pid),
        ownerPollMs: 50,
      });
    });
    afterEach(() => supervisor.stop());
    const state = (name: string) => supervisor.status().find((status) => status.name === name);
    const becomes = async (name: string, expected: ProcessStatus["state"]) =>
      assert.ok(
        await until(() => state(name)?.state === expected, 5_000, 10),
        `${name}: ${JSON.stringify(state(name))}`,
      );

    it("runs a plan, writes it down, and leaves nothing when it stops", async () => {
      await supervisor.apply([node("a", FOREVER), node("b", FOREVER, { tier: 1 })]);
      await becomes("a", "ready");
      await becomes("b", "ready");
      const living = livingProcesses(layout.processes);
      assert.deepEqual(living.map(({ name }) => name).sort(), ["a", "b"]);
      await supervisor.stop();
      assert.ok(living.every(({ pid, identity }) => !isAlive(pid, identity)));
      assert.deepEqual(livingProcesses(layout.processes), []);
    });

    it("restarts what changed and ends what is planned no more", async () => {
      await supervisor.apply([node("a", FOREVER), node("b", FOREVER)]);
      await becomes("a", "ready");
      const [a, b] = [state("a")!.pid, state("b")?.pid];
      await supervisor.apply([node("a", `${FOREVER};`)]);
      await becomes("a", "ready");
      assert.notEqual(state("a")!.pid, a);
      assert.equal(state("b"), undefined);
      assert.ok(b === undefined || processIdentity(b) === undefined);
    });

    it("starts again what exits, and keeps what it said", async () => {
      await supervisor.apply([node("dev/a", "console.log('bye'); process.exit(3)")]);
      await becomes("dev/a", "restarting");
      assert.equal(state("dev/a")!.detail, "exited with code 3");
      assert.match(readFileSync(layout.log("dev/a"), "utf8"), /bye/);
    });

    it("a process that is halted stays away until it is resumed, or a plan is applied", async () => {
      const plan = [node("a", FOREVER)];
      await supervisor.apply(plan);
      for (const back of [() => supervisor.resume("a"), () => supervisor.apply(plan)]) {
        await becomes("a", "ready");
        await supervisor.halt("a");
        assert.deepEqual([state("a")?.state, state("a")?.pid], ["stopped", undefined]);
        assert.deepEqual(livingProcesses(layout.processes), []);
        await back();
      }
      await becomes("a", "ready");
      await assert.rejects(supervisor.halt("b"), /there is no process b; there are a/);
    });

    it("says so when a program is not there", async () => {
      await supervisor.apply([node("a", "", { command: "/nowhere/program" })]);
      await becomes("a", "restarting");
      assert.match(state("a")!.detail!, /could not be started/);
    });

    it("waits for the start condition, and ends the process when its owner is gone", async () => {
      open = false;
      const startCondition = { label: "the gate", cluster: "dev", paths: ["/x"], owner: "/x" };
      await supervisor.apply([node("a", FOREVER, { startCondition })]);
      await becomes("a", "waiting");
      assert.equal(state("a")!.pid, undefined);
      assert.match(state("a")!.detail!, /the gate/);
      open = true;
      await becomes("a", "ready");
      open = false;
      await becomes("a", "waiting");
    });

    it("waits longer after each failure, and forgets failures of a process that ran well", () => {
      const delays: number[] = [];
      for (let failures = 0; failures < 6;) {
        const next = nextStart(failures, 100);
        failures = next.failures;
        delays.push(next.delayMs);
      }
      assert.deepEqual(delays, [1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
      assert.deepEqual(nextStart(9, 60_000), { failures: 1, delayMs: 1_000 });
    });
  });

  describe("processes", () => {
    it("are told apart by their start, not by their number", () => {
      assert.ok(isAlive(process.pid, processIdentity(process.pid)!));
      assert.ok(!isAlive(process.pid, "another start"));
      const fields = Array.from({ length: 30 }, (_, i) => String(i + 3));
      assert.equal(startTicks(`7 (a) b (c)) S ${fields.slice(1).join(" ")}`), "22");
      assert.equal(startTicks(`7 (a) Z ${fields.slice(1).join(" ")}`), undefined);
    });

    it("that a table lists are ended, but not others that have their numbers now", async () => {
      createDirectories(layout);
      const stranger = { name: "stranger", pid: process.pid, identity: "long ago", group: false };
      writeFileSync(layout.processes, JSON.stringify([stranger]));
      assert.deepEqual(await reap(layout.processes), []);
      assert.ok(!existsSync(layout.processes));
    });

    it("that end at once are told, with their log", async () => {
      createDirectories(layout);
      mkdirSync(layout.checkout);
      await assert.rejects(startDaemon(layout), {
        message: `the background process exited with code 1; its log is ${layout.log("daemon")}`,
      });
    });

    it("that die again and again are in a crash loop", () => {
      const at = (restarts: number): ProcessStatus[] => [
        { name: "dev/etcd", state: "restarting", ports: {}, restarts },
      ];
      assert.equal(crashLooping(at(7), at(8)), undefined);
      assert.equal(crashLooping(at(7), at(11))?.name, "dev/etcd");
    });

    it("are shown with ports, uptime and what they wait for", () => {
      const started = "2026-01-01T00:00:00.000Z";
      const processes: ProcessStatus[] = [
        { name: "dev/etcd", state: "ready", pid: 7, ports: { client: 20_001 }, startedAt: started, restarts: 2 },
        { name: "argocd/server", state: "waiting", ports: {}, restarts: 0, detail: "waits for X" },
      ];
      const text = statusTable({ pid: 1, startedAt: started, processes }, new Date("2026-01-01T00:01:05Z"));
      assert.match(text, /dev\/etcd +ready +7 +client 20001 +1 min 5 s +2/);
      assert.match(text, /argocd\/server +waiting.*waits for X/);
    });

    it("write logs that do not grow without bound", () => {
      createDirectories(layout);
      const path = layout.log("a");
      const log = new BoundedLog(path, 100);
      for (let i = 0; i < 50; i++) log.write("0123456789\n");
      log.close();
      assert.ok(statSync(path).size <= 100 && statSync(`${path}.1`).size <= 100);
    });
  });
});
