import { existsSync } from "node:fs";
import { readJson, writeJson } from "../state/files";
import { isAlive, processIdentity } from "./identity";

/** A process that was started for the sandbox, written down so that it can be ended even when its parent is gone. */
export interface ProcessRecord {
  readonly name: string;
  readonly pid: number;
  readonly identity: string;
  /** Leads a process group of its own, so that its children end with it. */
  readonly group: boolean;
}

/** The file with every process of the sandbox that may be alive. */
export class ProcessTable {
  private readonly records = new Map<number, ProcessRecord>();

  /** @param marker a file without which nothing is written: its directory has been deleted by somebody. */
  constructor(
    private readonly path: string,
    private readonly marker: string,
  ) {}

  /** Written before anything else happens to the process: a crash right after must not lose it. */
  add(name: string, pid: number, group: boolean): void {
    const identity = processIdentity(pid);
    if (identity === undefined) return; // It ended already.
    this.records.set(pid, { name, pid, identity, group });
    this.save();
  }

  remove(pid: number): void {
    if (this.records.delete(pid)) this.save();
  }

  private save(): void {
    if (existsSync(this.marker)) writeJson(this.path, [...this.records.values()]);
  }
}

/** Those processes of a table that are still the ones that were recorded. */
export function livingProcesses(path: string): ProcessRecord[] {
  return readRecords(path).filter((record) => isAlive(record.pid, record.identity));
}

function readRecords(path: string): ProcessRecord[] {
  return readJson<ProcessRecord[]>(path) ?? [];
}
