import { spawn, type ChildProcess } from "node:child_process";
import { BoundedLog } from "./log";
import { sendSignal } from "./reap";
import type { Probe, ProcessSpec, ProcessStatus } from "./spec";
import { delay } from "../../../core/until";

/** What a unit needs of the world around it. */
export interface UnitContext {
  readonly logPath: (name: string) => string;
  /** Whether all API paths exist; nothing when the API server cannot answer. */
  readonly exists: (cluster: string, paths: readonly string[]) => Promise<boolean | undefined>;
  readonly probe: (probe: Probe) => Promise<boolean>;
  readonly started: (name: string, pid: number) => void;
  readonly ended: (pid: number) => void;
  /** How often to check that what a process represents is still there. */
  readonly ownerPollMs?: number;
}

const GRACE_MS = 15_000;
const GATE_POLL_MS = 400;
const OWNER_POLL_MS = 2_000;
const READY_POLL_MS = 200;
// A workload that is being replaced is away for a moment: only an owner that stays away ends a process.
const POLLS_AWAY = 2;

// Between a failure and the next start; a process that ran for long enough has not failed in a row.
const FIRST_MS = 1_000;
const LONGEST_MS = 10_000;
const STEADY_MS = 30_000;

const OWNER_GONE = "its owner is gone";

/** Keeps one process running: waits for its start condition, starts it, probes it, restarts it, until it is stopped. */
export class Unit {
  private readonly log: BoundedLog;
  private readonly aborter = new AbortController();
  private readonly life: Promise<void>;
  private child: ChildProcess | undefined;
  private startedAt: Date | undefined;
  private state: ProcessStatus["state"] = "waiting";
  private detail: string | undefined;
  private restarts = 0;

  constructor(
    readonly spec: ProcessSpec,
    private readonly context: UnitContext,
  ) {
    this.log = new BoundedLog(context.logPath(spec.name));
    this.life = this.live();
  }

  status(): ProcessStatus {
    const { name, ports = {} } = this.spec;
    const running =
      this.child?.pid === undefined ? {} : { pid: this.child.pid, startedAt: this.startedAt?.toISOString() };
    return { name, state: this.state, ports, restarts: this.restarts, detail: this.detail, ...running };
  }

  /** Ends the process, gracefully first, and returns when nothing of its group is left. */
  async stop(): Promise<void> {
    if (this.state === "stopped") return;
    this.aborter.abort();
    this.endChild();
    await this.life;
    this.state = "stopped";
    this.log.close();
  }

  private async live(): Promise<void> {
    const { signal } = this.aborter;
    let failures = 0;
    while (!signal.aborted) {
      await this.passGate();
      if (signal.aborted) return;
      const began = performance.now();
      const end = await this.run();
      if (signal.aborted) return;
      if (end === OWNER_GONE) continue;
      const next = nextStart(failures, performance.now() - began);
      failures = next.failures;
      this.restarts++;
      this.state = "restarting";
      this.detail = end;
      this.log.note(`${end}; starting again in ${next.delayMs / 1000} s`);
      await delay(next.delayMs, signal);
    }
  }

  private async passGate(): Promise<void> {
    const { startCondition } = this.spec;
    const { signal } = this.aborter;
    while (
      startCondition &&
      !signal.aborted &&
      (await this.context.exists(startCondition.cluster, startCondition.paths)) !== true
    ) {
      this.state = "waiting";
      this.detail = `waits for ${startCondition.label}`;
      await delay(GATE_POLL_MS, signal);
    }
  }

  /** Runs the process once; returns how it ended. */
  private async run(): Promise<string> {
    const { name, command, args, env, cwd } = this.spec;
    this.log.note(`starting ${command}`);
    const child = spawn(command, [...args], {
      env: { ...env },
      cwd,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const over = new AbortController();
    const ended = new Promise<string>((resolve) => {
      child.once("error", (error) => resolve(`could not be started: ${error.message}`));
      child.once("close", (code, signal) => resolve(signal ? `ended by ${signal}` : `exited with code ${code}`));
    });
    // "exit" and not only "close": a grandchild that kept the pipes open would delay the latter for ever.
    child.once("exit", () => child.pid && sendSignal(-child.pid, "SIGKILL"));
    child.stdout.on("data", (chunk: Buffer) => this.log.write(chunk));
    child.stderr.on("data", (chunk: Buffer) => this.log.write(chunk));
    if (child.pid !== undefined) {
      this.context.started(name, child.pid);
      this.child = child;
      this.startedAt = new Date();
      this.state = "starting";
      this.detail = undefined;
    }
    void this.becomeReady(over.signal);
    const ownerGone = this.watchOwner(over.signal);
    const end = await ended;
    over.abort();
    this.child = undefined;
    if (child.pid !== undefined) this.context.ended(child.pid);
    return (await ownerGone) ? OWNER_GONE : end;
  }

  private async becomeReady(over: AbortSignal): Promise<void> {
    const { ready } = this.spec;
    while (!over.aborted && ready && !(await this.context.probe(ready))) await delay(READY_POLL_MS, over);
    if (!over.aborted && this.child) this.state = "ready";
  }

  /** Ends the process when what it represents is gone; returns whether it did. */
  private async watchOwner(over: AbortSignal): Promise<boolean> {
    const { startCondition } = this.spec;
    if (startCondition?.owner === undefined) return false;
    for (let away = 0; away < POLLS_AWAY;) {
      await delay(this.context.ownerPollMs ?? OWNER_POLL_MS, over);
      if (over.aborted) return false;
      away = (await this.context.exists(startCondition.cluster, [startCondition.owner])) === false ? away + 1 : 0;
    }
    if (over.aborted) return false;
    this.log.note(`${startCondition.owner} is gone, so the process ends`);
    this.endChild();
    return true;
  }

  private endChild(): void {
    const child = this.child;
    if (child?.pid === undefined) return;
    const pid = child.pid;
    sendSignal(-pid, "SIGTERM");
    const timer = setTimeout(() => sendSignal(-pid, "SIGKILL"), GRACE_MS);
    child.once("exit", () => clearTimeout(timer));
  }
}

/** How long to wait before the next start, and how many failures in a row that makes. */
export function nextStart(failures: number, ranMs: number): { failures: number; delayMs: number } {
  const inARow = ranMs >= STEADY_MS ? 1 : failures + 1;
  return { failures: inARow, delayMs: Math.min(FIRST_MS * 2 ** (inARow - 1), LONGEST_MS) };
}
